package dev.rondo.app.check;

import dev.rondo.app.Server;
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
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An analytical session for one command: its temporary folder is made for it and goes with it. It
/// may read the folders of the rows' source and no others.
final class LocalSession implements AutoCloseable {
  private static final String TRUSTED = "RONDO_TRUSTED_HOSTS";

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
    OutgoingHttp http = new OutgoingHttp(OutgoingRules.USUAL.withTrustedHosts(trusted(terminal)));
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

  private static Set<String> trusted(Terminal terminal) {
    return Stream.of(terminal.environment().getOrDefault(TRUSTED, "").split(","))
        .map(host -> host.strip().toLowerCase(Locale.ROOT))
        .filter(host -> !host.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
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
