package dev.rondo.delivery;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import java.time.Duration;
import java.time.InstantSource;

/// Runs the stages of one build or release after each other, and records each before it begins and
/// after it ends. Confined to one thread.
final class StageRunner {
  private final Database database;
  private final InstantSource clock;
  private final ProjectName project;
  private final String owner;
  private int position;
  private String current = "";

  StageRunner(Database database, InstantSource clock, ProjectName project, String owner) {
    this.database = database;
    this.clock = clock;
    this.project = project;
    this.owner = owner;
  }

  /// A stage's work, which says what it found.
  interface Work {
    String run();
  }

  /// The name of the stage that runs or ran last.
  String current() {
    return current;
  }

  /// Runs a stage; what it throws is recorded and thrown on.
  void run(String name, Work work) {
    int mine = position++;
    current = name;
    var now = clock.instant();
    database.write(tx -> {
      StageTable.begin(tx, project, owner, mine, name, now);
      return true;
    });
    long begin = System.nanoTime();
    try {
      end(mine, StageStatus.PASSED, work.run(), begin);
    } catch (RuntimeException | Error e) {
      end(mine, StageStatus.FAILED, Failures.sentence(e), begin);
      throw e;
    }
  }

  private void end(int mine, StageStatus status, String detail, long begin) {
    Duration duration = Duration.ofNanos(System.nanoTime() - begin);
    database.write(tx -> {
      StageTable.end(tx, project, owner, mine, status, detail, duration);
      return true;
    });
  }
}
