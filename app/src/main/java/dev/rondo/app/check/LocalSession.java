package dev.rondo.app.check;

import dev.rondo.app.Server;
import dev.rondo.app.TrustedHosts;
import dev.rondo.cli.Terminal;
import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.data.source.RowReader;
import dev.rondo.data.source.RowSource;
import dev.rondo.data.source.Rows;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.http.OutgoingRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An analytical session for one command: its temporary folder is made for it and goes with it. It
/// may read the folders of the rows' source and no others.
final class LocalSession implements AutoCloseable {
  private final ScratchFolder folder;
  private final SnapshotHome home;
  private final RowReader reader;
  private final RowSource source;
  private final ReadingLine progress;
  private final SqlSession session;

  private LocalSession(
      ScratchFolder folder, Terminal terminal, RowSource source, SnapshotHome home) {
    this.folder = folder;
    this.home = home;
    this.source = source;
    this.progress = new ReadingLine(terminal);
    OutgoingHttp http =
        new OutgoingHttp(OutgoingRules.USUAL.withTrustedHosts(TrustedHosts.of(terminal)));
    this.reader = home.known(new RowReader(progress, http, terminal.environment()));
    List<Path> folders = new ArrayList<>(reader.folders(source));
    int cores = Runtime.getRuntime().availableProcessors();
    this.session = new SqlEngine(Server.memoryForSql(), cores, folder.path()).open(folders);
  }

  /// Opens a session that may read a source.
  ///
  /// @param home where snapshots are looked for
  static LocalSession open(Terminal terminal, RowSource source, SnapshotHome home) {
    ScratchFolder folder = ScratchFolder.open();
    try {
      return new LocalSession(folder, terminal, source, home);
    } catch (Problem e) {
      home.close();
      folder.close();
      throw e;
    }
  }

  SqlSession sql() {
    return session;
  }

  ReadingLine progress() {
    return progress;
  }

  /// Reads the source's rows.
  Rows read(String relation) {
    return read(source, relation);
  }

  /// Reads them in another way.
  Rows read(RowSource other, String relation) {
    try {
      return reader.read(session, other, relation);
    } finally {
      progress.end();
    }
  }

  @Override
  public void close() {
    progress.end();
    session.close();
    home.close();
    folder.close();
  }
}
