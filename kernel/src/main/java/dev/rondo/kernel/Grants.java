package dev.rondo.kernel;

import dev.rondo.kernel.Thing.Kind;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The levels that a user holds on single things of a project; each takes the place of what the
/// user's roles say of that thing. Immutable.
public final class Grants {
  /// Of nearly everyone.
  public static final Grants NONE = new Grants(Map.of());

  private final Map<Thing, Level> levels;
  private final Map<Kind, Map<Permission, Sides>> sides = new EnumMap<>(Kind.class);

  /// The things of a kind whose levels permit something, and those whose levels do not.
  private record Sides(Set<Long> with, Set<Long> without) {}

  private Grants(Map<Thing, Level> levels) {
    this.levels = Map.copyOf(levels);
    this.levels.forEach(this::sort);
  }

  public static Grants of(Map<Thing, Level> levels) {
    return levels.isEmpty() ? NONE : new Grants(levels);
  }

  private void sort(Thing thing, Level level) {
    Map<Permission, Sides> ofKind =
        sides.computeIfAbsent(thing.kind(), _ -> new EnumMap<>(Permission.class));
    for (Permission permission : Permission.values()) {
      if (permission.isOfThings()) {
        Sides both =
            ofKind.computeIfAbsent(permission, _ -> new Sides(new HashSet<>(), new HashSet<>()));
        (level.permissions().contains(permission) ? both.with : both.without).add(thing.number());
      }
    }
  }

  public boolean isEmpty() {
    return levels.isEmpty();
  }

  public Optional<Level> find(Thing thing) {
    return Optional.ofNullable(levels.get(thing));
  }

  /// How far a permission goes among the things of a kind.
  ///
  /// @param byRole whether the user's roles give it
  Reach reach(Permission permission, Kind kind, boolean byRole) {
    Sides both = sides.getOrDefault(kind, Map.of()).get(permission);
    if (both == null) {
      return byRole ? Reach.ALL : Reach.NOTHING;
    }
    return byRole ? new Reach(true, both.without) : new Reach(false, both.with);
  }
}
