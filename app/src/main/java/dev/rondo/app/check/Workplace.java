package dev.rondo.app.check;

import dev.rondo.app.TrustedHosts;
import dev.rondo.cli.Terminal;
import dev.rondo.data.SqlEngine;
import dev.rondo.data.source.RowReader;
import dev.rondo.data.source.RowSource;
import dev.rondo.data.source.ScratchFolder;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.http.OutgoingRules;
import java.nio.file.Path;
import java.util.List;

/// What a command works with that reads rows in its own process. Everything temporary, the engine's
/// native library of 60 MB with it, lies in one folder that goes when the work is done.
final class Workplace implements AutoCloseable {
  private static final String TEMPORARY = "java.io.tmpdir";

  private final String before = System.getProperty(TEMPORARY, "/tmp");
  private final ScratchFolder folder;
  private final SnapshotHome home;
  private final ReadingLine progress;
  private final RowReader reader;

  private Workplace(Terminal terminal, SnapshotHome home) {
    this.home = home;
    this.folder = ScratchFolder.in(Path.of(before));
    System.setProperty(TEMPORARY, folder.path().toString());
    this.progress = new ReadingLine(terminal);
    OutgoingHttp http =
        new OutgoingHttp(OutgoingRules.USUAL.withTrustedHosts(TrustedHosts.of(terminal)));
    this.reader = home.known(new RowReader(progress, http, terminal.environment()));
  }

  /// @param sources that will be read
  /// @param root of the home where snapshots are looked for
  /// @param project of snapshots; empty for the only one
  static Workplace open(Terminal terminal, List<RowSource> sources, Path root, String project) {
    SnapshotHome home = SnapshotHome.of(sources, root, project);
    try {
      return new Workplace(terminal, home);
    } catch (Problem e) {
      home.close();
      throw e;
    }
  }

  SqlEngine engine() {
    return SqlEngine.usual(folder.path());
  }

  RowReader reader() {
    return reader;
  }

  ReadingLine progress() {
    return progress;
  }

  @Override
  public void close() {
    progress.ended();
    home.close();
    System.setProperty(TEMPORARY, before);
    folder.close();
  }
}
