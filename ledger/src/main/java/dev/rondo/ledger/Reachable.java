package dev.rondo.ledger;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Reach;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.Thing.Kind;
import dev.rondo.kernel.database.Transaction;
import java.util.List;
import java.util.function.Supplier;

/// What callers may do with experiments, and so with everything in them. What is hidden from a
/// caller is to them as if it were not there.
public final class Reachable {
  private Reachable() {}

  /// Refuses whom nothing in the project would let do so.
  public static void require(Caller caller, Permission permission) {
    caller.require(permission, Kind.EXPERIMENT);
  }

  /// Refuses what the caller may not do with an experiment.
  ///
  /// @param missing what is said when it is hidden
  public static void require(
      Caller caller, Permission permission, ExperimentId experiment, Supplier<Problem> missing) {
    caller.require(permission, Thing.experiment(experiment.number()), missing);
  }

  /// [#require] by the key of an experiment, which is looked at only when there may be one with
  /// which the caller may not do so.
  static void require(
      Transaction tx,
      Caller caller,
      Permission permission,
      long experiment,
      Supplier<Problem> missing) {
    if (isWhole(caller, permission)) {
      return;
    }
    ExperimentId id =
        tx.find(
                "SELECT number FROM experiment WHERE key = ?",
                row -> new ExperimentId(row.number("number")),
                experiment)
            .orElseThrow(missing);
    require(caller, permission, id, missing);
  }

  /// Whether there is no experiment with which the caller may not do so.
  public static boolean isWhole(Caller caller, Permission permission) {
    return caller.reach(permission, Kind.EXPERIMENT).isWhole() && readable(caller).isWhole();
  }

  /// Whether the caller may do so with an experiment that is not hidden from them.
  static boolean may(Caller caller, Permission permission, ExperimentId experiment) {
    return !isHidden(caller, experiment)
        && caller.reach(permission, Kind.EXPERIMENT).contains(experiment.number());
  }

  /// Whether an experiment is hidden from the caller.
  public static boolean isHidden(Caller caller, ExperimentId experiment) {
    return !readable(caller).contains(experiment.number());
  }

  /// Those of the experiments that are not hidden from the caller.
  public static List<ExperimentId> among(Caller caller, List<ExperimentId> some) {
    return readable(caller).isWhole()
        ? some
        : some.stream().filter(one -> !isHidden(caller, one)).toList();
  }

  /// A further condition of a statement; empty when nothing is hidden from the caller.
  ///
  /// @param number a column that holds experiments' numbers
  static String and(Caller caller, String number, List<Object> arguments) {
    return readable(caller).and(number, arguments);
  }

  private static Reach readable(Caller caller) {
    return caller.reach(Permission.READ, Kind.EXPERIMENT);
  }
}
