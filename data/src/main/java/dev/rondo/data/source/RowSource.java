package dev.rondo.data.source;

import dev.rondo.data.source.SourceOptions.Typing;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;

/// Where rows are. [#parse] knows the words in which people say so.
public sealed interface RowSource {
  /// Files of one form, read after another as one.
  record OfFiles(FileFormat format, List<SourceFile> files, SourceOptions options)
      implements RowSource {
    public OfFiles {
      files = List.copyOf(files);
    }
  }

  /// Files that servers hand out.
  record OfDownloads(List<URI> addresses, SourceOptions options) implements RowSource {
    public OfDownloads {
      addresses = List.copyOf(addresses);
    }
  }

  /// A snapshot of a table of ours.
  ///
  /// @param sequence the snapshot's number; empty for the newest
  record OfSnapshot(String table, OptionalLong sequence) implements RowSource {}

  /// A table of another database.
  ///
  /// @param url for JDBC, without a password
  /// @param table such as `sales` or `public.sales`
  record OfTable(String url, String table) implements RowSource {}

  /// The same source with its text as it stands, where it is made of text.
  default RowSource asText() {
    return switch (this) {
      case OfFiles(var format, var files, var options) ->
          new OfFiles(format, files, options.withTyping(Typing.TEXT));
      case OfDownloads(var addresses, var options) ->
          new OfDownloads(addresses, options.withTyping(Typing.TEXT));
      case OfSnapshot snapshot -> snapshot;
      case OfTable table -> table;
    };
  }

  /// Finds out what is meant:
  /// - a path, a folder or a glob such as `data/2020-*.csv`; folders named `key=value` become
  ///   columns;
  /// - `https://…`, a file to download;
  /// - `postgresql://user@host/database?table=schema.name`, or a JDBC address with `table=`;
  /// - `table@12` or `table@latest`, a snapshot.
  ///
  /// @param locations several only when all are files, or all downloads
  /// @throws dev.rondo.kernel.Problem when there is no such file, or the words make no sense
  static RowSource parse(List<String> locations, SourceOptions options) {
    return Locations.parse(locations, options);
  }
}
