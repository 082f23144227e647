package dev.rondo.serving;

import dev.rondo.kernel.Problem;
import java.nio.ByteBuffer;

/// The datatypes of the Open Inference Protocol that become 32-bit floats.
final class Datatypes {
  private Datatypes() {}

  /// The bytes of one element.
  ///
  /// @throws Problem when elements of this type do not become floats
  static int size(String datatype) {
    return switch (datatype) {
      case "INT8", "UINT8" -> 1;
      case "INT16", "UINT16" -> 2;
      case "INT32", "UINT32", "FP32" -> 4;
      case "INT64", "UINT64", "FP64" -> 8;
      default ->
          throw Problem.invalid(
              "The datatype '%s' is not supported: send FP32, FP64 or an integer type.", datatype);
    };
  }

  static double next(String datatype, ByteBuffer elements) {
    return switch (datatype) {
      case "FP32" -> elements.getFloat();
      case "FP64" -> elements.getDouble();
      case "INT8" -> elements.get();
      case "UINT8" -> Byte.toUnsignedInt(elements.get());
      case "INT16" -> elements.getShort();
      case "UINT16" -> Short.toUnsignedInt(elements.getShort());
      case "INT32" -> elements.getInt();
      case "UINT32" -> Integer.toUnsignedLong(elements.getInt());
      case "INT64" -> elements.getLong();
      default -> unsigned(elements.getLong());
    };
  }

  private static double unsigned(long bits) {
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }
}
