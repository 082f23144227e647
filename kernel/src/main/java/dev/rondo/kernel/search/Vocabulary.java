package dev.rondo.kernel.search;

import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Problem;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What can be searched by: entities, each with its keys. Immutable.
public final class Vocabulary {
  /// The entity of keys that are written without one.
  public static final String ATTRIBUTES = "attributes";

  private final Map<String, Entity> entities;
  private final String examples;

  private Vocabulary(Map<String, Entity> entities, String examples) {
    this.entities = entities;
    this.examples = examples;
  }

  /// What kind of value a key has.
  public enum Kind {
    TEXT,
    NUMBER
  }

  /// @param isSortable whether results can be ordered by it
  private record Field(String name, Kind kind, Set<Operator> operators, boolean isSortable) {}

  /// @param anyKey what every key is like, where people make them up
  private record Entity(String name, Optional<Field> anyKey, Map<String, Field> keys) {}

  /// A key that was found.
  record Found(String entity, String key, Kind kind, Set<Operator> operators, boolean isSortable) {}

  public static Builder builder() {
    return new Builder();
  }

  /// Names entities and keys, the usual name before its other names.
  public static final class Builder {
    private final Map<String, Entity> entities = new LinkedHashMap<>();

    /// An entity whose keys people make up.
    public Builder anyKey(Kind kind, Set<Operator> operators, String name, String... others) {
      Field field = new Field("", kind, operators, true);
      return add(new Entity(name, Optional.of(field), Map.of()), others);
    }

    /// The same, but nothing is ordered by its keys.
    public Builder anyUnsortedKey(
        Kind kind, Set<Operator> operators, String name, String... others) {
      Field field = new Field("", kind, operators, false);
      return add(new Entity(name, Optional.of(field), Map.of()), others);
    }

    /// An entity whose keys are given by [#key].
    public Builder entity(String name, String... others) {
      return add(new Entity(name, Optional.empty(), new LinkedHashMap<>()), others);
    }

    private Builder add(Entity entity, String... others) {
      entities.put(entity.name(), entity);
      for (String other : others) {
        entities.put(other, entity);
      }
      return this;
    }

    /// A key of an entity that results can be ordered by.
    public Builder key(
        String entity, Kind kind, Set<Operator> operators, String name, String... others) {
      return key(entity, new Field(name, kind, operators, true), others);
    }

    /// A key of an entity by which nothing is ordered.
    public Builder unsortedKey(
        String entity, Kind kind, Set<Operator> operators, String name, String... others) {
      return key(entity, new Field(name, kind, operators, false), others);
    }

    private Builder key(String entity, Field field, String... others) {
      Entity of = entities.get(entity);
      if (of == null) {
        throw new IllegalArgumentException("There is no entity '" + entity + "'.");
      }
      of.keys().put(field.name(), field);
      for (String other : others) {
        of.keys().put(other, field);
      }
      return this;
    }

    /// @param example a clause that is told to whoever writes one that cannot be read
    /// @param other another one
    /// @throws Problem when these cannot be read themselves
    public Vocabulary build(String example, String other) {
      String examples = "\"%s\" or \"%s\"".formatted(example, other);
      Vocabulary built = new Vocabulary(Map.copyOf(entities), examples);
      FilterText.parse(built, example + " AND " + other);
      return built;
    }
  }

  /// Clauses as they may be written, such as `"metrics.a > 1" or "tags.b = 'c'"`.
  String examples() {
    return examples;
  }

  /// What an identifier means: what stands before its first dot is an entity, if there is one of
  /// that name; everything after it is the key.
  ///
  /// @param isQuoted whether the key stood in quotes
  Found find(String entity, String key, boolean isQuoted) {
    if (entity.isEmpty()) {
      int dot = key.indexOf('.');
      if (!isQuoted && dot > 0) {
        return find(key.substring(0, dot), key.substring(dot + 1), false);
      }
      return attribute(key);
    }
    Entity of = entities.get(entity.toLowerCase(Locale.ROOT));
    if (of == null) {
      throw Problem.invalid("Invalid entity type '%s'. %s", entity, valid(names()));
    }
    return of.anyKey()
        .map(
            field -> new Found(of.name(), key, field.kind(), field.operators(), field.isSortable()))
        .orElseGet(() -> found(of, key));
  }

  private Found attribute(String key) {
    Entity attributes = entities.get(ATTRIBUTES);
    if (attributes == null) {
      throw Problem.invalid("Invalid entity type '%s'. %s", key, valid(names()));
    }
    return found(attributes, key);
  }

  private static Found found(Entity entity, String key) {
    Field field = entity.keys().get(key);
    if (field == null) {
      field = entity.keys().get(key.toLowerCase(Locale.ROOT));
    }
    if (field == null) {
      throw Problem.invalid(
          "Invalid %s key '%s' specified.%s",
          singular(entity.name()), key, Nearest.choices(key, entity.keys().keySet()));
    }
    return new Found(
        entity.name(), field.name(), field.kind(), field.operators(), field.isSortable());
  }

  private static String singular(String name) {
    return name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
  }

  private List<String> names() {
    return new HashSet<>(entities.values()).stream().map(Entity::name).sorted().toList();
  }

  private static String valid(List<String> names) {
    return "Valid values are " + names + ".";
  }
}
