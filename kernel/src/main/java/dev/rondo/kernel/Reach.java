package dev.rondo.kernel;

import dev.rondo.kernel.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// Among the things of one kind, those with which a caller may do something.
///
/// @param isWide whether `some` are all that are left out, and not all that there are
public record Reach(boolean isWide, Set<Long> some) {
  static final Reach ALL = new Reach(true, Set.of());
  static final Reach NOTHING = new Reach(false, Set.of());

  /// @param some a set that nobody changes any more, which is not copied
  public Reach {
    some = Collections.unmodifiableSet(some);
  }

  /// Whether nothing is out of reach, so that no thing needs to be looked at.
  public boolean isWhole() {
    return isWide && some.isEmpty();
  }

  public boolean isEmpty() {
    return !isWide && some.isEmpty();
  }

  public boolean contains(long number) {
    return some.contains(number) != isWide;
  }

  /// A further condition of a statement, ` AND ...`; empty when nothing is out of reach.
  ///
  /// @param column that holds the things' numbers
  /// @param arguments the condition's are added to them
  public String and(String column, List<Object> arguments) {
    if (isWhole()) {
      return "";
    }
    arguments.add(Json.write(some));
    return " AND " + column + (isWide ? " NOT" : "") + " IN (SELECT value FROM json_each(?))";
  }
}
