package dev.rondo.loop.source;

import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Yaml;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads a source from a project's file.
public final class SourceParser {
  private static final String EVERYTHING = "SELECT * FROM staged";

  private SourceParser() {}

  /// @param file finds the text of a file of the project by its path
  public static SourceDefinition parse(Yaml yaml, Function<String, Optional<String>> file) {
    Fields fields =
        Fields.of(yaml)
            .only(
                "name",
                "description",
                "format",
                "files",
                "delimiter",
                "period",
                "arrival",
                "arrival-grace",
                "contract",
                "rules",
                "dataset",
                "suites");
    fields.optionalChoice("format", List.of("csv"));
    String contract = fields.text("contract");
    if (fields.has("contract") && file.apply(contract).isEmpty()) {
      fields.mistake("contract", "There is no file '" + contract + "' in the project.");
    }
    SourceDefinition source =
        new SourceDefinition(
            fields.text("name"),
            fields.prose("description"),
            fields.text("files"),
            delimiter(fields),
            fields.optionalPattern("period").map(Pattern::pattern),
            fields.optionalText("arrival"),
            fields.duration("arrival-grace", Duration.ZERO),
            contract,
            rules(fields, file),
            fields.text("dataset"),
            fields.texts("suites"));
    fields.finish();
    return source;
  }

  /// One character, also a blank one such as a tab.
  private static char delimiter(Fields fields) {
    if (!fields.has("delimiter")) {
      return ',';
    }
    String delimiter = fields.raw("delimiter").stringValue("");
    if (delimiter.length() != 1) {
      fields.mistake("delimiter", fields.raw("delimiter") + " is not one character.");
      return ',';
    }
    return delimiter.charAt(0);
  }

  private static String rules(Fields fields, Function<String, Optional<String>> file) {
    Optional<String> path = fields.optionalText("rules");
    if (path.isEmpty()) {
      return EVERYTHING;
    }
    Optional<String> sql = file.apply(path.get());
    if (sql.isEmpty()) {
      fields.mistake("rules", "There is no file '" + path.get() + "' in the project.");
    }
    return sql.orElse(EVERYTHING);
  }
}
