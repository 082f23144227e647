package dev.rondo.registry.scan;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.registry.scan.Finding.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a model's `MLmodel` says of it.
///
/// @param flavors what can load it, such as `python_function` and `sklearn`
/// @param signature what it takes and gives, as `(x: double) -> (long)`; may be empty
/// @param pickles the paths of files that are loaded as pickles
/// @param findings the code that loading the model runs, besides its pickles
record MlmodelFile(
    boolean isThere,
    List<String> flavors,
    String signature,
    Set<String> pickles,
    List<Finding> findings) {
  private static final int MOST = 1 << 20;
  private static final int BRIEF = 2_000;
  private static final int SHOWN = 500;
  private static final MlmodelFile NONE =
      new MlmodelFile(false, List.of(), "", Set.of(), List.of());
  private static final List<String> CODE = List.of("code", "model_code_path");
  private static final List<String> PICKLES = List.of("pickled_model", "python_model");

  MlmodelFile {
    flavors = List.copyOf(flavors);
    pickles = Set.copyOf(pickles);
    findings = List.copyOf(findings);
  }

  static MlmodelFile of(List<ModelFile> files) {
    Optional<ModelFile> file =
        files.stream().filter(one -> one.path().equals("MLmodel")).findFirst();
    return file.map(MlmodelFile::read).orElse(NONE);
  }

  private static MlmodelFile read(ModelFile file) {
    try (InputStream in = file.opening().open()) {
      return read(
          file.path(),
          Yaml.parse(file.path(), new String(in.readNBytes(MOST), StandardCharsets.UTF_8)).root());
    } catch (IOException | Problem | JacksonException e) {
      Finding unread =
          Contents.broken(file.path(), "This MLmodel cannot be read, so what it loads is unknown.");
      return new MlmodelFile(true, List.of(), "", Set.of(), List.of(unread));
    }
  }

  private static MlmodelFile read(String path, JsonNode content) {
    JsonNode flavors = content.path("flavors");
    return new MlmodelFile(
        true,
        flavors.propertyStream().map(Map.Entry::getKey).sorted().toList(),
        signature(content.path("signature")),
        flavors.valueStream().flatMap(MlmodelFile::pickles).collect(Collectors.toSet()),
        flavors
            .valueStream()
            .flatMap(MlmodelFile::code)
            .distinct()
            .map(text -> new Finding(path, Severity.CAUTION, text))
            .toList());
  }

  private static Stream<String> pickles(JsonNode flavor) {
    return PICKLES.stream().flatMap(key -> text(flavor, key));
  }

  private static Stream<String> code(JsonNode flavor) {
    return Stream.concat(
        CODE.stream()
            .flatMap(key -> text(flavor, key))
            .map(where -> "Loading it runs the model's own code in '" + where + "'."),
        text(flavor, "loader_module")
            .filter(module -> !module.startsWith("mlflow."))
            .map(module -> "Loading it runs the module '" + module + "', which nobody knows."));
  }

  private static Stream<String> text(JsonNode flavor, String key) {
    String text = flavor.path(key).asString("");
    return text.isEmpty() ? Stream.empty() : Stream.of(Texts.shortened(text, SHOWN));
  }

  private static String signature(JsonNode signature) {
    if (!signature.isObject()) {
      return "";
    }
    String text = side(signature.path("inputs")) + " -> " + side(signature.path("outputs"));
    return Texts.shortened(text, BRIEF);
  }

  /// Columns stand as JSON in a text.
  private static String side(JsonNode columns) {
    if (!columns.isString()) {
      return "()";
    }
    Stream<String> all = Json.parse(columns.stringValue()).valueStream().map(MlmodelFile::column);
    return all.collect(Collectors.joining(", ", "(", ")"));
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
