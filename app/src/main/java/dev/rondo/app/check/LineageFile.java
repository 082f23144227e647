package dev.rondo.app.check;

import dev.rondo.api.openlineage.CheckEvents;
import dev.rondo.api.openlineage.Name;
import dev.rondo.data.source.RowSource;
import dev.rondo.kernel.IdSource;
import dev.rondo.ledger.RunId;
import dev.rondo.quality.QualityResult;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// Where `check` leaves OpenLineage events of what it did.
final class LineageFile {
  private static final String JDBC = "jdbc:";

  private final Path file;
  private final String namespace;
  private final Clock clock = Clock.systemUTC();
  private final IdSource ids = IdSource.secure(clock);
  private final Instant start = clock.instant();

  /// @param namespace of the check's job, and of tables of ours
  LineageFile(Path file, String namespace) {
    this.file = file;
    this.namespace = namespace;
  }

  /// Appends one check of each judge.
  void append(RowSource source, List<QualityResult> found, String version) {
    CheckEvents events = new CheckEvents(namespace, version);
    for (QualityResult one : found) {
      events.append(file, new RunId(ids.next()), start, clock.instant(), names(source), one);
    }
  }

  /// What was read, as the standard names it.
  private List<Name> names(RowSource source) {
    return switch (source) {
      case RowSource.OfFiles files ->
          files.files().stream()
              .map(one -> new Name("file", one.path().toAbsolutePath().normalize().toString()))
              .toList();
      case RowSource.OfDownloads downloads ->
          downloads.addresses().stream().map(LineageFile::name).toList();
      case RowSource.OfSnapshot snapshot -> List.of(new Name(namespace, snapshot.table()));
      case RowSource.OfTable table -> List.of(name(table));
    };
  }

  private static Name name(URI address) {
    return new Name(
        address.getScheme() + "://" + address.getRawAuthority(),
        address.getRawPath().replaceFirst("^/", ""));
  }

  /// `postgres://host:port` and `database.schema.table`; of other databases, the address without
  /// what follows the database, and the table.
  private static Name name(RowSource.OfTable table) {
    String url = table.url().substring(JDBC.length()).split("[?;]", 2)[0];
    if (!url.startsWith("postgresql://")) {
      return new Name(url, table.table());
    }
    URI address = URI.create(url);
    int port = address.getPort() > 0 ? address.getPort() : 5432;
    String database = address.getRawPath().replaceFirst("^/", "");
    String name = table.table().contains(".") ? table.table() : "public." + table.table();
    return new Name("postgres://" + address.getHost() + ":" + port, database + "." + name);
  }
}
