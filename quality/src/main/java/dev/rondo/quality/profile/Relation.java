package dev.rondo.quality.profile;

import java.util.Comparator;
import java.util.List;

/// What holds between columns on every row that has them all.
///
/// @param columns in the order in which the kind speaks of them
/// @param factor of a ratio; 1 otherwise
public record Relation(Kind kind, List<String> columns, double factor) {
  static final Comparator<Relation> BY_KIND =
      Comparator.comparing(Relation::kind).thenComparing(r -> String.join("\0", r.columns()));

  /// How columns are related.
  public enum Kind {
    /// `a = b`
    EQUAL,
    /// `a + b = c`
    SUM,
    /// `a * b = c`
    PRODUCT,
    /// `b = factor * a`
    RATIO,
    /// `a <= b`
    AT_MOST,
    /// Equal `a` have equal `b`.
    DETERMINES
  }

  public Relation {
    columns = List.copyOf(columns);
  }

  static Relation of(Kind kind, String... columns) {
    return new Relation(kind, List.of(columns), 1);
  }

  /// Such as `casual + registered = cnt`.
  public String sentence() {
    String a = columns.getFirst();
    String b = columns.get(1);
    return switch (kind) {
      case EQUAL -> a + " = " + b;
      case SUM -> a + " + " + b + " = " + columns.get(2);
      case PRODUCT -> a + " * " + b + " = " + columns.get(2);
      case RATIO -> b + " = " + factor + " * " + a;
      case AT_MOST -> a + " <= " + b;
      case DETERMINES -> a + " determines " + b;
    };
  }
}
