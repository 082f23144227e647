package dev.rondo.api.mlflow;

import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Artifact;
import dev.rondo.registry.ModelContent;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Signature;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;

/// A version that a pipeline of this server made, as the folder that MLflow's clients load: the
/// ONNX file that is served, and beside it what says how to load it, which is written when it is
/// asked for and equal each time.
final class ModelPackage {
  static final String ROOT = "registered";

  private static final String ONNX = "model.onnx";

  /// What computes ONNX models as this server does.
  private static final List<String> REQUIREMENTS =
      List.of("mlflow>=2.14", "numpy", "onnx>=1.14", "onnxruntime>=1.15");

  private static final String PYTHON = "3.11.9";

  /// Datatypes, and what clients call them. A number of 32 bits may come with 64: then it is cut,
  /// as it is on its way to an endpoint.
  private static final Map<String, String> TYPES =
      Map.of(
          "FP32", "double",
          "FP64", "double",
          "INT32", "integer",
          "INT64", "long",
          "BOOL", "boolean",
          "BYTES", "string");

  private final ModelVersion version;
  private final ModelContent content;

  private ModelPackage(ModelVersion version, ModelContent content) {
    this.version = version;
    this.content = content;
  }

  /// Empty for a version that clients registered, or that is no ONNX model.
  static Optional<ModelPackage> of(ModelVersion version) {
    return version
        .findContent()
        .filter(content -> content.format().equals("onnx"))
        .map(content -> new ModelPackage(version, content));
  }

  /// The address of a version's files, whoever made them; empty when they cannot be had.
  static String location(ModelVersion version) {
    return of(version).map(ModelPackage::location).orElse(version.source().location());
  }

  String location() {
    return "%s:/%s/%s/%d"
        .formatted(ArtifactLocation.SCHEME, ROOT, version.model(), version.version());
  }

  /// The file that is served.
  Optional<Artifact> stored(String path) {
    return path.equals(ONNX)
        ? Optional.of(new Artifact(ONNX, content.digest(), content.size()))
        : Optional.empty();
  }

  /// What is written about it, by name.
  Map<String, byte[]> written() {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("MLmodel", description().getBytes(StandardCharsets.UTF_8));
    files.put("conda.yaml", conda().getBytes(StandardCharsets.UTF_8));
    files.put("python_env.yaml", pythonEnvironment().getBytes(StandardCharsets.UTF_8));
    files.put(
        "requirements.txt",
        (String.join("\n", REQUIREMENTS) + "\n").getBytes(StandardCharsets.UTF_8));
    return files;
  }

  /// All files with their sizes.
  Map<String, Long> sizes() {
    Map<String, Long> sizes = new TreeMap<>();
    written().forEach((name, bytes) -> sizes.put(name, (long) bytes.length));
    sizes.put(ONNX, content.size());
    return sizes;
  }

  private String description() {
    return """
    flavors:
      onnx:
        code: null
        data: %1$s
        onnx_version: 1.14.0
        providers:
        - CPUExecutionProvider
      python_function:
        data: %1$s
        env:
          conda: conda.yaml
          virtualenv: python_env.yaml
        loader_module: mlflow.onnx
        python_version: %2$s
    mlflow_version: %3$s
    model_size_bytes: %4$d
    model_uuid: '%5$s'
    run_id: '%6$s'
    signature:
      inputs: %7$s
      outputs: %8$s
      params: null
    utc_time_created: '%9$s'
    """
        .formatted(
            ONNX,
            PYTHON,
            MlflowRoutes.VERSION,
            content.size(),
            content.digest().value().substring(0, 32),
            version.run().orElse(""),
            columns(content.signature().inputs()),
            columns(content.signature().outputs()),
            version.created().toString().replace('T', ' ').replace("Z", ""));
  }

  /// A list of columns, as JSON in a text.
  private static String columns(List<Signature.Field> fields) {
    ArrayNode columns = Json.MAPPER.createArrayNode();
    for (Signature.Field field : fields) {
      columns
          .addObject()
          .put("type", TYPES.getOrDefault(field.type(), "double"))
          .put("name", field.name())
          .put("required", true);
    }
    return Json.write(Json.write(columns));
  }

  private static String conda() {
    return """
    name: mlflow-env
    channels:
    - conda-forge
    dependencies:
    - python=%s
    - pip
    - pip:
      - %s
    """
        .formatted(PYTHON, String.join("\n  - ", REQUIREMENTS));
  }

  private static String pythonEnvironment() {
    return """
    python: %s
    build_dependencies:
    - pip
    - setuptools
    - wheel
    dependencies:
    - -r requirements.txt
    """
        .formatted(PYTHON);
  }
}
