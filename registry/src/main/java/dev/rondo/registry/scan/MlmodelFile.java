package dev.rondo.registry.scan;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a model's `MLmodel` says of it.
///
/// @param flavors what can load it, such as `python_function` and `sklearn`
/// @param signature what it takes and gives, as `(x: double) -> (long)`; may be empty
record MlmodelFile(boolean isThere, List<String> flavors, String signature) {
  private static final int MOST = 1 << 20;
  private static final int BRIEF = 2_000;
  private static final MlmodelFile NONE = new MlmodelFile(false, List.of(), "");

  MlmodelFile {
    flavors = List.copyOf(flavors);
  }

  static MlmodelFile of(List<ModelFile> files) {
    Optional<ModelFile> file =
        files.stream().filter(one -> one.path().equals("MLmodel")).findFirst();
    return file.map(MlmodelFile::read).orElse(NONE);
  }

  private static MlmodelFile read(ModelFile file) {
    try (InputStream in = file.opening().open()) {
      JsonNode content =
          Yaml.parse(file.path(), new String(in.readNBytes(MOST), StandardCharsets.UTF_8)).root();
      return new MlmodelFile(
          true,
          content
              .path("flavors")
              .propertyStream()
              .map(java.util.Map.Entry::getKey)
              .sorted()
              .toList(),
          signature(content.path("signature")));
    } catch (IOException | Problem | JacksonException e) {
      return new MlmodelFile(true, List.of(), "");
    }
  }

  private static String signature(JsonNode signature) {
    if (!signature.isObject()) {
      return "";
    }
    String text = side(signature.path("inputs")) + " -> " + side(signature.path("outputs"));
    return text.length() > BRIEF ? text.substring(0, BRIEF) + "…" : text;
  }

  /// Columns stand as JSON in a text.
  private static String side(JsonNode columns) {
    if (!columns.isString()) {
      return "()";
    }
    Stream<String> all = Json.parse(columns.stringValue()).valueStream().map(MlmodelFile::column);
    return all.collect(java.util.stream.Collectors.joining(", ", "(", ")"));
  }

  private static String column(JsonNode column) {
    String type =
        column.path("type").asString("").equals("tensor")
            ? "tensor "
                + column.at("/tensor-spec/dtype").asString("")
                + column.at("/tensor-spec/shape")
            : column.path("type").asString("");
    String name = column.path("name").asString("");
    return name.isEmpty() ? type : name + ": " + type;
  }
}
