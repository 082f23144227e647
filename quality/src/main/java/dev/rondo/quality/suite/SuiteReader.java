package dev.rondo.quality.suite;

import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.JsonDocument;
import dev.rondo.kernel.json.Yaml;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Tells the forms of suites apart: written by hand, in YAML or JSON, or by Great Expectations.
final class SuiteReader {
  private SuiteReader() {}

  static Suite read(String file, String text) {
    String name = file.toLowerCase(Locale.ROOT);
    boolean isYaml = name.endsWith(".yaml") || name.endsWith(".yml");
    if (isYaml || !text.stripLeading().startsWith("{")) {
      Yaml yaml = Yaml.parse(file, text);
      HandReader.spellOut(yaml.root());
      return read(Fields.of(yaml), yaml.root());
    }
    JsonDocument json = JsonDocument.parse(file, text);
    HandReader.spellOut(json.root());
    return read(Fields.of(json), json.root());
  }

  private static Suite read(Fields fields, JsonNode root) {
    boolean isForeign =
        root.has("expectations") || root.has(GreatExpectations.V0.name()) && !root.has("suite");
    Suite suite = isForeign ? GreatReader.read(fields) : HandReader.read(fields);
    fields.finish();
    return suite;
  }

  /// One note, or several.
  static List<String> notes(Fields owner) {
    return owner.raw("notes").isArray()
        ? owner.texts("notes")
        : owner.optionalText("notes").stream().toList();
  }
}
