package dev.rondo.app.check;

import dev.rondo.data.Tables;
import dev.rondo.data.source.RowReader;
import dev.rondo.data.source.RowSource;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The home of a stopped server, for checks of its tables' snapshots; nothing when none is asked
/// for.
final class SnapshotHome implements AutoCloseable {
  private final UnaryOperator<RowReader> knowledge;
  private final Deque<AutoCloseable> parts;

  private SnapshotHome(UnaryOperator<RowReader> knowledge, Deque<AutoCloseable> parts) {
    this.knowledge = knowledge;
    this.parts = parts;
  }

  /// Opens the home when one of the sources is a snapshot.
  ///
  /// @param project empty for the only one
  static SnapshotHome of(List<RowSource> sources, Path root, String project) {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    if (sources.stream().noneMatch(RowSource.OfSnapshot.class::isInstance)) {
      return new SnapshotHome(UnaryOperator.identity(), parts);
    }
    if (!Files.isDirectory(root)) {
      throw Problem.notFound("There is no home '%s' with snapshots; name one with --home.", root);
    }
    Home home = Home.open(root);
    parts.push(home);
    Database database = SqliteDatabase.open(home.databaseFile(), Clock.systemUTC());
    parts.push(database);
    Path folder = home.folder("tables");
    Tables tables = new Tables(database, IdSource.secure(Clock.systemUTC()), folder);
    Caller caller = Caller.platform("check", new ProjectName(project(folder, project)));
    return new SnapshotHome(reader -> reader.with(tables, caller), parts);
  }

  private static String project(Path folder, String given) {
    if (!given.isEmpty()) {
      return given;
    }
    try (Stream<Path> folders = Files.list(folder)) {
      List<String> projects = folders.map(path -> path.getFileName().toString()).sorted().toList();
      if (projects.size() != 1) {
        throw Problem.invalid("The home has the projects %s; name one with --project.", projects);
      }
      return projects.getFirst();
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.HOME_UNUSABLE, "The home's tables cannot be read: " + e.getMessage(), e);
    }
  }

  RowReader known(RowReader reader) {
    return knowledge.apply(reader);
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        System.getLogger(SnapshotHome.class.getName())
            .log(System.Logger.Level.WARNING, "The home did not close cleanly.", e);
      }
    }
  }
}
