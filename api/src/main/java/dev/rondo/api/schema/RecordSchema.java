package dev.rondo.api.schema;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The shape of a record as Jackson writes it: every component is a field of the same name. An
/// empty `Optional` is null.
final class RecordSchema {
  private RecordSchema() {}

  static Schema of(Class<?> type) {
    Schema schema = Schema.object();
    for (RecordComponent component : type.getRecordComponents()) {
      schema = schema.field(component.getName(), of(component.getGenericType()));
    }
    return schema.named(type.getSimpleName());
  }

  private static Schema of(Type type) {
    return switch (type) {
      case ParameterizedType generic -> generic(generic);
      case Class<?> plain -> plain(plain);
      default -> Schema.any();
    };
  }

  private static Schema generic(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (raw == Optional.class) {
      return of(arguments[0]).orNull();
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return Schema.array(of(arguments[0]));
    }
    return Map.class.isAssignableFrom(raw) ? Schema.map(of(arguments[1])) : Schema.any();
  }

  private static Schema plain(Class<?> type) {
    if (type == String.class || type == Duration.class) {
      return Schema.text();
    }
    if (type == Instant.class) {
      return Schema.time();
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return Schema.integer();
    }
    if (type == double.class || type == Double.class || type == float.class) {
      return Schema.number();
    }
    if (type == boolean.class || type == Boolean.class) {
      return Schema.flag();
    }
    if (type.isEnum()) {
      return Schema.oneOf(
          Stream.of(type.getEnumConstants()).map(e -> ((Enum<?>) e).name()).toArray(String[]::new));
    }
    return type.isRecord() ? of(type) : Schema.any();
  }
}
