package dev.rondo.data.source;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the words that name sources.
final class Locations {
  private static final Pattern SNAPSHOT =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_-]*)@(latest|[0-9]{1,18})");

  private Locations() {}

  static RowSource parse(List<String> locations, SourceOptions options) {
    if (locations.isEmpty()) {
      throw Problem.invalid("Name at least one file, or another place of rows.");
    }
    String first = locations.getFirst();
    if (isWeb(first)) {
      return new RowSource.OfDownloads(locations.stream().map(Locations::web).toList(), options);
    }
    if (JdbcLocation.isOne(first)) {
      requireOne(locations);
      return JdbcLocation.parse(first);
    }
    Matcher snapshot = SNAPSHOT.matcher(first);
    if (snapshot.matches() && !Files.exists(Path.of(first))) {
      requireOne(locations);
      String number = snapshot.group(2);
      return new RowSource.OfSnapshot(
          snapshot.group(1),
          number.equals("latest") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(number)));
    }
    return files(locations, options);
  }

  private static boolean isWeb(String location) {
    return location.startsWith("https://") || location.startsWith("http://");
  }

  private static URI web(String location) {
    try {
      if (isWeb(location)) {
        return new URI(location);
      }
    } catch (URISyntaxException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST, "'" + location + "' is no web address: " + e.getReason(), e);
    }
    throw Problem.invalid(
        "'%s' is no web address, as the first one is; check them apart.", location);
  }

  private static void requireOne(List<String> locations) {
    if (locations.size() > 1) {
      throw Problem.invalid(
          "'%s' stands alone: it cannot be read together with '%s'.",
          locations.getFirst(), locations.get(1));
    }
  }

  private static RowSource files(List<String> locations, SourceOptions options) {
    List<SourceFile> files = new ArrayList<>();
    for (String location : locations) {
      if (location.contains("://")) {
        throw Problem.invalid(
            "'%s' is no place that is known: there are paths, https://, postgresql://, jdbc: and"
                + " snapshots such as trips@12.",
            location);
      }
      files.addAll(Globs.find(location, options.format()));
    }
    return new RowSource.OfFiles(format(files, options), files, options);
  }

  private static FileFormat format(List<SourceFile> files, SourceOptions options) {
    if (options.format().isPresent()) {
      return options.format().get();
    }
    Set<FileFormat> formats =
        files.stream().map(Locations::format).collect(Collectors.toUnmodifiableSet());
    if (formats.size() > 1) {
      throw Problem.invalid(
          "The files are of different forms (%s); check them apart.",
          formats.stream().map(Enum::name).sorted().collect(Collectors.joining(", ")));
    }
    return formats.iterator().next();
  }

  private static FileFormat format(SourceFile file) {
    return FileFormat.of(file.name())
        .orElseThrow(() ->
            Problem.invalid(
                "The name of '%s' does not tell its form; say --format csv, json-lines or parquet.",
                file.name()));
  }
}
