package dev.rondo.data.source;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.http.OutgoingHttp;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Brings files from the web into a folder of the session.
final class Downloads {
  private final OutgoingHttp http;
  private final Progress progress;

  Downloads(OutgoingHttp http, Progress progress) {
    this.http = http;
    this.progress = progress;
  }

  RowSource.OfFiles fetch(RowSource.OfDownloads source, Path folder) {
    List<SourceFile> files = new ArrayList<>();
    List<FileFormat> formats = new ArrayList<>();
    for (URI address : source.addresses()) {
      progress.reads(address.toString(), files.size(), source.addresses().size());
      String ending = FileFormat.isPacked(address.getPath()) ? ".gz" : "";
      Path file = folder.resolve("download-" + files.size() + ending);
      OutgoingHttp.Downloaded downloaded = http.download(address, file);
      files.add(new SourceFile(file, address.toString(), Map.of()));
      formats.add(format(source.options(), address, downloaded));
    }
    if (Set.copyOf(formats).size() > 1) {
      throw Problem.invalid(
          "The downloads are of different forms (%s); check them apart.",
          formats.stream().map(Enum::name).distinct().collect(Collectors.joining(", ")));
    }
    return new RowSource.OfFiles(formats.getFirst(), files, source.options());
  }

  private static FileFormat format(
      SourceOptions options, URI address, OutgoingHttp.Downloaded downloaded) {
    return options
        .format()
        .or(() -> FileFormat.of(address.getPath()))
        .or(() -> FileFormat.of(downloaded.address().getPath()))
        .or(() -> downloaded.contentType().flatMap(Downloads::ofType))
        .orElseThrow(() ->
            Problem.invalid(
                "Neither its name nor its server tells the form of '%s'; say --format csv, json-lines"
                    + " or parquet.",
                address));
  }

  private static Optional<FileFormat> ofType(String type) {
    return switch (type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip()) {
      case "text/csv", "text/tab-separated-values" -> Optional.of(FileFormat.CSV);
      case "application/x-ndjson", "application/jsonl", "application/json-lines" ->
          Optional.of(FileFormat.JSON_LINES);
      case "application/vnd.apache.parquet" -> Optional.of(FileFormat.PARQUET);
      default -> Optional.empty();
    };
  }
}
