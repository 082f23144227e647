package dev.rondo.cli.mlflow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// What the source's experiments, and the places of its files, are called here. Confined to one
/// thread.
final class Addresses {
  private static final Pattern OF_MODEL =
      Pattern.compile(".*[/:](m-[0-9a-f]{32})(?:/artifacts(/.*)?)?");
  private static final Pattern OF_RUN = Pattern.compile(".*[/:]([0-9a-f]{32})/artifacts(/.*)?");
  private static final Pattern REMOTE =
      Pattern.compile("(?!file:|mlflow-artifacts:|runs:|models:)[a-z][a-z0-9+.-]+:.*");
  private static final Pattern MODEL = Pattern.compile("models:/+(m-[0-9a-f]{32})");
  private static final String PROMPT_EXPERIMENTS = "_mlflow_experiment_ids";
  private static final String PROMPT = "mlflow.prompt.is_prompt";

  private final Map<String, String> experiments = new HashMap<>();
  private final Map<String, String> owners = new HashMap<>();

  void experiment(String source, String here) {
    experiments.put(source, here);
  }

  Optional<String> experiment(String source) {
    return Optional.ofNullable(experiments.get(source));
  }

  /// Notes that a run or a logged model has come.
  ///
  /// @param experiment here
  void came(String owner, String experiment) {
    owners.put(owner, experiment);
  }

  /// The place here of files of a run or a logged model that has come; empty for any other.
  private Optional<String> place(String address) {
    Matcher model = OF_MODEL.matcher(address);
    if (model.matches() && owners.containsKey(model.group(1))) {
      String root = owners.get(model.group(1)) + "/models/" + model.group(1);
      return Optional.of(ours(root, model.group(2)));
    }
    Matcher run = OF_RUN.matcher(address);
    return run.matches() && owners.containsKey(run.group(1))
        ? Optional.of(ours(owners.get(run.group(1)) + "/" + run.group(1), run.group(2)))
        : Optional.empty();
  }

  private static String ours(String root, @org.jspecify.annotations.Nullable String rest) {
    return "mlflow-artifacts:/" + root + "/artifacts" + (rest == null ? "" : rest);
  }

  /// Says of a registered model and its versions where their files are here. A place on a machine
  /// that is not known here is not told on.
  void rewrite(ObjectNode model) {
    model.path("tags").forEach(tag -> rewriteTag((ObjectNode) tag));
    model.path("versions").forEach(version -> rewriteVersion((ObjectNode) version));
  }

  private void rewriteTag(ObjectNode tag) {
    if (tag.path("key").asString("").equals(PROMPT_EXPERIMENTS)) {
      String mapped =
          Stream.of(tag.path("value").asString("").split(",", -1))
              .map(id -> experiments.getOrDefault(id, id))
              .collect(Collectors.joining(","));
      tag.put("value", mapped);
    }
  }

  private void rewriteVersion(ObjectNode version) {
    String source = version.path("source").asString("");
    String location = version.path("storage_location").asString(source);
    Matcher model = MODEL.matcher(source);
    if (model.matches() && version.path("model_id").asString("").isEmpty()) {
      version.put("model_id", model.group(1));
    }
    place(source)
        .filter(_ -> !source.startsWith("models:") && !source.startsWith("runs:"))
        .ifPresent(place -> version.put("source", place));
    boolean isElsewhere = REMOTE.matcher(location).matches() || isPrompt(version);
    version.put("storage_location", place(location).orElse(isElsewhere ? location : ""));
  }

  /// A prompt has no files: its location is a word.
  private static boolean isPrompt(ObjectNode version) {
    return version
        .path("tags")
        .valueStream()
        .anyMatch(tag -> tag.path("key").asString("").equals(PROMPT));
  }
}
