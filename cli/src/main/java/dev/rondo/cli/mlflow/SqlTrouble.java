package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.sql.SQLException;

/// What the databases of MLflow's stores say when they cannot be read, as sentences.
final class SqlTrouble {
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int CORRUPT = 11;
  private static final int NO_DATABASE = 26;
  private static final String NO_COLUMN = "42703";

  private SqlTrouble() {}

  /// @param store as it begins a sentence
  static Problem of(String store, SQLException e) {
    if (isOfOtherTables(e)) {
      return wrong(store + " has the tables of a release of MLflow that cannot be read", e);
    }
    // The lower byte of SQLite's codes is their kind; PostgreSQL has none.
    return switch (e.getErrorCode() & 0xFF) {
      case BUSY, LOCKED ->
          Problem.wrap(
              ProblemCode.TIMED_OUT,
              store + " is held by a program that writes into it: try again when it has ended.",
              e);
      case CORRUPT, NO_DATABASE ->
          wrong(store + " is damaged; mend it with SQLite's '.recover', or take a copy of it", e);
      default -> wrong(store + " cannot be read", e);
    };
  }

  private static boolean isOfOtherTables(SQLException e) {
    String text = String.valueOf(e.getMessage());
    return NO_COLUMN.equals(e.getSQLState()) || text.contains("no such column");
  }

  private static Problem wrong(String sentence, SQLException e) {
    return Problem.wrap(ProblemCode.INVALID_DATA, sentence + " (" + e.getMessage() + ").", e);
  }
}
