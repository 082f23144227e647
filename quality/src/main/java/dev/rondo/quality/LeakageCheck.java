package dev.rondo.quality;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds features that would know the future: columns taken from the row that is to be predicted,
/// though the contract says that they become known only after it has ended.
public final class LeakageCheck {
  private LeakageCheck() {}

  /// A column that a definition takes from the current row.
  ///
  /// @param user who takes it, such as `feature view 'trip'`
  /// @param place where the definition says so
  public record Use(String column, String user, Place place) {}

  /// A mistake for each column that is not known at the request, or not known at all.
  public static List<Mistake> mistakes(Contract contract, List<Use> uses) {
    List<String> names = contract.columns().stream().map(ContractColumn::name).toList();
    List<Mistake> mistakes = new ArrayList<>();
    for (Use use : uses) {
      Optional<ContractColumn> column = contract.column(use.column());
      if (column.isEmpty()) {
        mistakes.add(
            use.place()
                .mistake(
                    "The column '%s' that %s takes is not in the contract %s."
                            .formatted(use.column(), use.user(), contract)
                        + Nearest.hint(use.column(), names)));
      } else if (column.get().availability() == Availability.AFTER) {
        mistakes.add(use.place().mistake(leak(contract, use, column.get())));
      }
    }
    return mistakes;
  }

  private static String leak(Contract contract, Use use, ContractColumn column) {
    return ("%s takes '%s' from the row that it predicts, but it is known only afterwards"
            + " (%s:%d, contract %s): leave it out, or aggregate it over rows that had ended before.")
        .formatted(
            capital(use.user()),
            use.column(),
            column.place().file(),
            column.place().line(),
            contract);
  }

  private static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
