package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.PlainPath;
import dev.rondo.kernel.Problem;
import dev.rondo.ledger.ArtifactEntry;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registry;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The folders of the versions that pipelines of this server made, at
/// `registered/<model>/<version>/<file>` among the files of the artifact proxy. They can be read
/// and never be written.
final class PackageFiles {
  private static final Pattern FORM =
      Pattern.compile(ModelPackage.ROOT + "/([^/]+)/([0-9]{1,9})(?:/(.+))?");

  private final Registry registry;
  private final FileAnswer answer;

  PackageFiles(Registry registry, FileAnswer answer) {
    this.registry = registry;
    this.answer = answer;
  }

  static boolean isAmong(String path) {
    return path.startsWith(ModelPackage.ROOT + "/");
  }

  /// What stands in a folder; nothing in what is none.
  List<ArtifactEntry> list(Caller caller, String path) {
    Matcher matcher = FORM.matcher(PlainPath.check(path));
    return matcher.matches() && matcher.group(3) == null
        ? find(caller, matcher).map(PackageFiles::entries).orElse(List.of())
        : List.of();
  }

  private static List<ArtifactEntry> entries(ModelPackage model) {
    return model.sizes().entrySet().stream()
        .map(file -> new ArtifactEntry(file.getKey(), false, file.getValue()))
        .toList();
  }

  private Optional<ModelPackage> find(Caller caller, Matcher matcher) {
    return registry
        .find(caller, matcher.group(1), Integer.parseInt(matcher.group(2)))
        .flatMap(ModelPackage::of);
  }

  Response download(Request request, String path) {
    Matcher matcher = FORM.matcher(PlainPath.check(path));
    return Optional.of(matcher)
        .filter(Matcher::matches)
        .filter(found -> found.group(3) != null)
        .flatMap(found -> find(request.caller(), found))
        .flatMap(model -> download(request, model, matcher.group(3)))
        .orElseThrow(() -> Problem.notFound("There is no file '%s'.", path));
  }

  /// @return empty when there is no such file
  Optional<Response> download(Request request, ModelVersion version, String path) {
    return ModelPackage.of(version).flatMap(model -> download(request, model, path));
  }

  private Optional<Response> download(Request request, ModelPackage model, String path) {
    return model
        .stored(path)
        .map(file -> answer.of(request, file))
        .or(() ->
            Optional.ofNullable(model.written().get(path))
                .map(bytes -> FileAnswer.of(path, bytes)));
  }
}
