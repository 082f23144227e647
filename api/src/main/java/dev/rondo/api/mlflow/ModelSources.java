package dev.rondo.api.mlflow;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Escapes;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import dev.rondo.registry.ModelSource;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registry;
import dev.rondo.registry.scan.ModelFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Turns what a client names as a version's source into where its files are. A client cannot choose
/// a place on this machine: a source of ours must be what the run or logged model that is named
/// with it keeps, and any other is only noted, never opened.
final class ModelSources {
  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*", Pattern.DOTALL);
  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\?#;&=]");
  private static final Pattern LOGGED = Pattern.compile("models:/+(m-[0-9a-f]{32})");
  private static final Pattern VERSION = Pattern.compile("models:/+([^/@]+)/([0-9]{1,9})");
  private static final Pattern OF_RUN = Pattern.compile("runs:/+([^/]+)(/.*)?");
  private static final Pattern IN_RUN =
      Pattern.compile(ArtifactLocation.SCHEME + ":/[0-9]+/([0-9a-f]{32})/artifacts(?:/.*)?");
  private static final Pattern IN_MODEL =
      Pattern.compile(
          ArtifactLocation.SCHEME + ":/[0-9]+/models/(m-[0-9a-f]{32})/artifacts(?:/.*)?");
  private static final Pattern PROMPT = Pattern.compile("[A-Za-z0-9_-]+");

  private final Registry registry;
  private final ModelFiles files;

  ModelSources(Registry registry, ModelFiles files) {
    this.registry = registry;
    this.files = files;
  }

  /// Prompts have no files: their source is a word.
  ModelSource ofPrompt(String source) {
    if (!PROMPT.matcher(source).matches()) {
      throw invalid(source, "a prompt has no files, so its source is a plain word");
    }
    return ModelSource.at(source);
  }

  /// @param run the run that is named as its maker
  /// @param loggedModel the logged model that is named as what it is
  /// @throws Problem `invalid-request` for a source that no client may choose; `not-found` for one
  ///   of ours that is not there
  ModelSource resolve(
      Caller caller,
      String source,
      Optional<String> run,
      String runLink,
      Optional<String> loggedModel) {
    String scheme = scheme(source);
    Optional<ModelFiles.Logged> logged =
        loggedModel
            .or(() -> group(LOGGED, source, 1))
            .or(() -> group(IN_MODEL, source, 1))
            .map(id -> logged(caller, id));
    logged.ifPresent(model -> requireSame(source, model));
    Optional<String> maker =
        run.or(() -> logged.flatMap(ModelFiles.Logged::run))
            .or(() -> group(OF_RUN, source, 1))
            .or(() -> group(IN_RUN, source, 1));
    String location =
        switch (scheme) {
          case "models" -> ofModels(caller, source, logged);
          case "runs" -> ofRun(caller, source, maker);
          case ArtifactLocation.SCHEME -> within(caller, source, maker, logged);
          default -> source;
        };
    return new ModelSource(
        source,
        location,
        maker.or(() -> group(IN_RUN, location, 1)),
        runLink,
        logged.map(ModelFiles.Logged::id).or(() -> group(IN_MODEL, location, 1)));
  }

  private ModelFiles.Logged logged(Caller caller, String id) {
    return files
        .findLogged(caller, id)
        .orElseThrow(
            () -> Problem.notFound("Logged model with ID '%s' not found.", Texts.brief(id)));
  }

  private static void requireSame(String source, ModelFiles.Logged model) {
    group(LOGGED, source, 1)
        .filter(id -> !id.equals(model.id()))
        .ifPresent(_ -> {
          throw invalid(source, "it is not the logged model '" + model.id() + "' of model_id");
        });
  }

  private String ofModels(Caller caller, String source, Optional<ModelFiles.Logged> logged) {
    if (logged.isPresent() && LOGGED.matcher(source).matches()) {
      return logged.get().location();
    }
    Matcher matcher = VERSION.matcher(source);
    if (!matcher.matches()) {
      throw invalid(source, "models:/<model_id> or models:/<name>/<version> is needed");
    }
    return ModelPackage.location(
        registry.load(caller, matcher.group(1), Integer.parseInt(matcher.group(2))));
  }

  /// Of a run that is not known here, the client resolves the address by itself.
  private String ofRun(Caller caller, String source, Optional<String> maker) {
    Matcher matcher = OF_RUN.matcher(source);
    if (!matcher.matches()) {
      throw invalid(source, "runs:/<run_id>/<path> is needed");
    }
    String id = matcher.group(1);
    if (!maker.orElse(id).equals(id)) {
      throw invalid(source, "it is of another run than run_id");
    }
    String path = matcher.group(2) == null ? "" : matcher.group(2);
    return files.findLocation(caller, id).map(root -> root + path).orElse(source);
  }

  private String within(
      Caller caller, String source, Optional<String> maker, Optional<ModelFiles.Logged> logged) {
    List<String> roots =
        Stream.concat(
                maker.flatMap(run -> files.findLocation(caller, run)).stream(),
                logged.map(ModelFiles.Logged::location).stream())
            .toList();
    boolean isInside =
        roots.stream().anyMatch(root -> source.equals(root) || source.startsWith(root + "/"));
    boolean isOfOther =
        logged.isEmpty()
            && !group(IN_RUN, source, 1).filter(id -> maker.filter(id::equals).isEmpty()).isEmpty();
    if (isOfOther || !roots.isEmpty() && !isInside) {
      throw invalid(source, "it is not among the files of the run or logged model named with it");
    }
    return source;
  }

  /// A place that another server has resolved already, which is not on a machine.
  static String checked(String location) {
    if (!location.isEmpty() && !PROMPT.matcher(location).matches()) {
      scheme(location);
    }
    return location;
  }

  /// The scheme, after everything that could hide a way out of the place was looked for.
  private static String scheme(String source) {
    String plain =
        Escapes.decoded(source).orElseThrow(() -> invalid(source, "it is escaped too often"));
    for (String segment : SEPARATOR.split(plain, -1)) {
      if (segment.equals("..") || segment.equals(".")) {
        throw invalid(source, "it must not hold the segments '.' and '..'");
      }
    }
    if (plain.chars().anyMatch(Character::isISOControl) || plain.indexOf('\\') >= 0) {
      throw invalid(source, "it must not hold control characters and backslashes");
    }
    Matcher matcher = SCHEME.matcher(plain);
    if (!matcher.matches() || matcher.group(1).equalsIgnoreCase("file")) {
      throw invalid(source, "a place on a machine cannot be registered; upload the files first");
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    if (!source.toLowerCase(Locale.ROOT).startsWith(scheme + ":")) {
      throw invalid(source, "its scheme must not be escaped");
    }
    return scheme;
  }

  private static Optional<String> group(Pattern pattern, String text, int group) {
    Matcher matcher = pattern.matcher(text);
    return matcher.matches() ? Optional.of(matcher.group(group)) : Optional.empty();
  }

  /// The files; none when they are not here.
  List<ModelFile> files(Caller caller, ModelSource source) {
    return files.files(caller, source.location());
  }

  void registered(Caller caller, ModelVersion version) {
    version.source().loggedModel().ifPresent(logged -> files.registered(caller, version, logged));
  }

  private static Problem invalid(String source, String why) {
    return Problem.invalid("Invalid model version source: '%s': %s.", Texts.brief(source), why);
  }
}
