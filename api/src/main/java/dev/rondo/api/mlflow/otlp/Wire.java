package dev.rondo.api.mlflow.otlp;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns protobuf's binary form into JSON, by a table of the fields that are wanted; others are
/// skipped. Confined to one thread.
final class Wire {
  private static final int DEEPEST = 64;
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ByteBuffer in;
  private final int depth;

  private Wire(ByteBuffer in, int depth) {
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    this.depth = depth;
  }

  /// How a field's bytes are read.
  enum Type {
    TEXT(BYTES),
    /// As hex.
    ID(BYTES),
    /// In base64.
    BINARY(BYTES),
    MESSAGE(BYTES),
    WHOLE(VARINT),
    FLAG(VARINT),
    FIXED(FIXED64),
    REAL(FIXED64);

    private final int form;

    Type(int form) {
      this.form = form;
    }
  }

  /// A field of a message.
  ///
  /// @param fields of the message in the field, if it is one; asked for late, since messages may
  ///   hold their own kind
  record Field(String name, Type type, boolean isRepeated, Supplier<Map<Integer, Field>> fields) {
    static Field of(String name, Type type) {
      return new Field(name, type, false, Map::of);
    }

    static Field message(String name, Supplier<Map<Integer, Field>> fields) {
      return new Field(name, Type.MESSAGE, false, fields);
    }

    static Field messages(String name, Supplier<Map<Integer, Field>> fields) {
      return new Field(name, Type.MESSAGE, true, fields);
    }
  }

  /// @param fields of the message, by number
  /// @throws Problem `invalid-request` when the bytes are no such message
  static ObjectNode json(byte[] bytes, Map<Integer, Field> fields) {
    try {
      return new Wire(ByteBuffer.wrap(bytes), 0).message(fields);
    } catch (BufferUnderflowException | IllegalArgumentException | CharacterCodingException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST,
          "Invalid OpenTelemetry format: the body is no whole protobuf message.",
          e);
    }
  }

  private ObjectNode message(Map<Integer, Field> fields) throws CharacterCodingException {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("The message is nested too deeply.");
    }
    ObjectNode json = Json.object();
    while (in.hasRemaining()) {
      long tag = varint();
      int form = (int) (tag & 7);
      Field field = fields.get((int) (tag >>> 3));
      if (field == null || field.type().form != form) {
        skip(form);
      } else if (field.isRepeated()) {
        json.withArray(field.name()).add(value(field));
      } else {
        json.set(field.name(), value(field));
      }
    }
    return json;
  }

  private JsonNode value(Field field) throws CharacterCodingException {
    return switch (field.type()) {
      case TEXT -> NODES.stringNode(StandardCharsets.UTF_8.newDecoder().decode(part()).toString());
      case ID -> NODES.stringNode(HexFormat.of().formatHex(bytes()));
      case BINARY -> NODES.stringNode(Base64.getEncoder().encodeToString(bytes()));
      case MESSAGE -> new Wire(part(), depth + 1).message(field.fields().get());
      case WHOLE -> NODES.numberNode(varint());
      case FLAG -> NODES.booleanNode(varint() != 0);
      case FIXED -> NODES.numberNode(in.getLong());
      case REAL -> NODES.numberNode(in.getDouble());
    };
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("A number has too many bytes.");
  }

  private ByteBuffer part() {
    long length = varint();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer part = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return part;
  }

  private byte[] bytes() {
    ByteBuffer part = part();
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    return bytes;
  }

  private void skip(int form) {
    switch (form) {
      case VARINT -> varint();
      case FIXED64 -> in.getLong();
      case BYTES -> part();
      case FIXED32 -> in.getInt();
      default -> throw new IllegalArgumentException("There is no such form of a field.");
    }
  }
}
