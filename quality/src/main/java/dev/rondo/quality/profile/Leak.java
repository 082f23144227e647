package dev.rondo.quality.profile;

import java.util.Comparator;
import java.util.List;

/// Columns that say what the target is, and should not be there when it is predicted.
///
/// @param reason a phrase for people, such as `casual + registered = cnt`
public record Leak(List<String> columns, String reason) {
  static final Comparator<Leak> BY_COLUMNS =
      Comparator.comparing((Leak leak) -> String.join("\0", leak.columns()))
          .thenComparing(Leak::reason);

  public Leak {
    columns = List.copyOf(columns);
  }
}
