package dev.rondo.data.source;

import dev.rondo.data.SqlAppender;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.ArrayList;
import java.util.List;

/// The rows of a source that cannot be read. Confined to one thread.
final class Faults {
  private static final int SHOWN = 20;
  private static final int MOST = 100_000;

  private final List<Fault> faults = new ArrayList<>();

  void add(Fault fault) {
    faults.add(fault);
    if (faults.size() > MOST) {
      throw refused("more than " + MOST);
    }
  }

  boolean isEmpty() {
    return faults.isEmpty();
  }

  int count() {
    return faults.size();
  }

  /// Refuses the source when a row of it cannot be read.
  void requireNone() {
    if (!faults.isEmpty()) {
      throw refused(Integer.toString(faults.size()));
    }
  }

  private Problem refused(String count) {
    List<Mistake> mistakes = faults.stream().limit(SHOWN).map(Fault::mistake).toList();
    if (faults.size() == 1) {
      return Problem.of(ProblemCode.INVALID_DATA, "A row cannot be read.", mistakes);
    }
    String listed = faults.size() > SHOWN ? "; the first " + SHOWN + " are listed" : "";
    return Problem.of(
        ProblemCode.INVALID_DATA, count + " rows cannot be read" + listed + ".", mistakes);
  }

  /// Keeps them as the table `<relation>_bad`.
  void keep(SqlSession session, String relation) {
    String table = relation + "_bad";
    session.execute(
        "CREATE OR REPLACE TABLE "
            + SqlSession.name(table)
            + " (file VARCHAR, line BIGINT, \"column\" BIGINT, reason VARCHAR, text VARCHAR)");
    try (SqlAppender appender = session.append(table)) {
      for (Fault fault : faults) {
        appender
            .text(fault.file())
            .number(fault.line())
            .number(fault.column())
            .text(fault.reason())
            .text(fault.text())
            .endRow();
      }
    }
  }
}
