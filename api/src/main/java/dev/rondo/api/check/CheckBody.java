package dev.rondo.api.check;

import dev.rondo.api.http.Multipart;
import dev.rondo.api.http.Request;
import dev.rondo.data.source.FileFormat;
import dev.rondo.data.source.RowSource;
import dev.rondo.data.source.SourceFile;
import dev.rondo.data.source.SourceOptions;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Json;
import dev.rondo.loop.project.Project;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads the body of a check, in any of its three forms. Rows go to a file as they come; nothing
/// that a client says becomes part of a path.
final class CheckBody {
  /// What is held in memory at most.
  private static final int LARGEST_TEXT = 8 << 20;

  private static final int MOST_PARTS = 16;
  private static final String PACKED = ".gz";
  private static final Map<String, FileFormat> TYPES =
      Map.of(
          "text/csv", FileFormat.CSV,
          "text/tab-separated-values", FileFormat.CSV,
          "application/x-ndjson", FileFormat.JSON_LINES,
          "application/jsonl", FileFormat.JSON_LINES,
          "application/vnd.apache.parquet", FileFormat.PARQUET);

  private final Request request;
  private final InputStream in;
  private final Path folder;
  private final Supplier<Project> project;

  /// @param in the body
  /// @param folder where rows are put
  CheckBody(Request request, InputStream in, Path folder, Supplier<Project> project) {
    this.request = request;
    this.in = in;
    this.folder = folder;
    this.project = project;
  }

  CheckAsked read() throws IOException {
    String header = request.header("Content-Type").orElse("");
    String type = plain(header);
    if (type.equals("application/json")) {
      return json();
    }
    if (type.equals("multipart/form-data")) {
      return form(Multipart.of(header, in));
    }
    FileFormat format = TYPES.get(type);
    if (format == null) {
      throw Problem.of(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "The content type is '%s', but application/json, multipart/form-data or one of %s is needed"
              + " here.",
          type,
          TYPES.keySet().stream().sorted().toList());
    }
    RowSource rows = upload(in, "data", format);
    return asked(rows, queries());
  }

  private static String plain(String type) {
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  private Map<String, String> queries() {
    Map<String, String> queries = new LinkedHashMap<>();
    CheckAsked.WISHES.forEach(
        name -> request.query(name).ifPresent(value -> queries.put(name, value)));
    return queries;
  }

  private CheckAsked asked(RowSource rows, Map<String, String> wishes) {
    return CheckAsked.of(rows, Fields.of(CheckAsked.wishes(wishes)), project);
  }

  // ---- JSON

  private CheckAsked json() throws IOException {
    Fields body = Fields.of(tree());
    body.only("suite", "contract", "rows", "dataset", "snapshot", "parameters", "result_format");
    if (body.has("rows") == body.has("dataset")) {
      body.mistake("Give either 'rows', a list of objects, or the name of a 'dataset'.");
      body.finish();
    }
    RowSource rows = body.has("rows") ? records(body) : dataset(body);
    return CheckAsked.of(rows, body, project);
  }

  private JsonNode tree() throws IOException {
    try {
      return Json.MAPPER.readTree(text(in));
    } catch (JacksonException e) {
      throw Json.malformed(e);
    }
  }

  private static RowSource dataset(Fields body) {
    OptionalLong snapshot =
        body.has("snapshot") ? OptionalLong.of(body.whole("snapshot", 0)) : OptionalLong.empty();
    return new RowSource.OfSnapshot(body.text("dataset"), snapshot);
  }

  private RowSource records(Fields body) throws IOException {
    requireUploads();
    List<JsonNode> rows = body.list("rows");
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).isObject()) {
        body.mistake("rows", i, "A row is an object with a value for each column.");
      }
    }
    Path file = folder.resolve("rows");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (JsonNode row : rows) {
        out.write(Json.write(row));
        out.write('\n');
      }
    }
    return source(file, "rows", FileFormat.JSON_LINES);
  }

  // ---- Files

  /// A form with the rows as `data`, and the rest as texts or small files.
  private CheckAsked form(Multipart form) throws IOException {
    Map<String, String> wishes = queries();
    Optional<RowSource> rows = Optional.empty();
    int count = 0;
    for (Optional<Multipart.Part> next = form.next(); next.isPresent(); next = form.next()) {
      Multipart.Part part = next.get();
      if (++count > MOST_PARTS) {
        throw Problem.invalid("The form has more than %d parts.", MOST_PARTS);
      }
      if (part.name().equals("data")) {
        if (rows.isPresent()) {
          throw Problem.invalid("The form has two parts 'data'; check them apart.");
        }
        rows = Optional.of(upload(part));
      } else if (CheckAsked.WISHES.contains(part.name())) {
        wishes.put(part.name(), new String(text(part.content()), StandardCharsets.UTF_8));
      } else {
        throw Problem.invalid(
            "The form has a part '%s'; it may have 'data', and %s.",
            part.name(), CheckAsked.WISHES);
      }
    }
    return asked(
        rows.orElseThrow(() -> Problem.invalid("The form needs the rows as the part 'data'.")),
        wishes);
  }

  private RowSource upload(Multipart.Part part) throws IOException {
    String name = part.file().isEmpty() ? "data" : part.file();
    if (name.toLowerCase(Locale.ROOT).endsWith(PACKED)) {
      throw Problem.of(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "'%s' is packed; send it as it is, or pack the whole body with Content-Encoding: gzip.",
          name);
    }
    FileFormat format =
        FileFormat.of(name)
            .or(() -> Optional.ofNullable(TYPES.get(plain(part.type()))))
            .orElseThrow(() ->
                Problem.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Neither its name nor its type tells the form of '%s'; it may be a .csv, .jsonl or"
                        + " .parquet file.",
                    name));
    return upload(part.content(), name, format);
  }

  private RowSource upload(InputStream content, String name, FileFormat format) throws IOException {
    requireUploads();
    Path file = folder.resolve("upload");
    Files.copy(content, file);
    return source(file, name, format);
  }

  /// Whoever may only read looks at data sets; rows of one's own take what a pipeline takes.
  private void requireUploads() {
    request.caller().require(Permission.RUN_PIPELINES);
  }

  private static RowSource source(Path file, String name, FileFormat format) {
    return new RowSource.OfFiles(
        format, List.of(new SourceFile(file, name, Map.of())), SourceOptions.USUAL);
  }

  private static byte[] text(InputStream in) throws IOException {
    byte[] text = in.readNBytes(LARGEST_TEXT + 1);
    if (text.length > LARGEST_TEXT) {
      throw Problem.of(
          ProblemCode.TOO_LARGE,
          "JSON and the texts of a form may have %d bytes; send more rows as a file.",
          LARGEST_TEXT);
    }
    return text;
  }
}
