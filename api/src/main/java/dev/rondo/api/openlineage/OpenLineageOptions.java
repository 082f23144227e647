package dev.rondo.api.openlineage;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where OpenLineage events are sent, and under which names.
///
/// @param namespace the root of all namespaces, such as `rondo://local`: what tells this
///   installation from others
/// @param url a receiver's address; without a path that of the standard's clients is meant
/// @param key what that receiver knows us by
/// @param file that events are appended to, one a line
public record OpenLineageOptions(
    String namespace, Optional<URI> url, Optional<ApiKey> key, Optional<Path> file) {
  private static final String PREFIX = "RONDO_OPENLINEAGE_";
  private static final String NAMESPACE = "rondo://local";
  private static final String PATH = "/api/v1/lineage";

  /// Nothing is sent; events can be asked for all the same.
  public static final OpenLineageOptions NONE =
      new OpenLineageOptions(NAMESPACE, Optional.empty(), Optional.empty(), Optional.empty());

  public OpenLineageOptions {
    if (!namespace.matches("[a-z][a-z0-9+.-]*://[A-Za-z0-9._~:-]+(/[A-Za-z0-9._~-]+)*")) {
      throw Problem.invalid(
          "'%s' is no namespace for OpenLineage: it must be like 'rondo://staging'.", namespace);
    }
    url = url.map(OpenLineageOptions::checked);
  }

  /// What the environment says: `RONDO_OPENLINEAGE_URL`, `…_API_KEY`, `…_FILE`, `…_NAMESPACE`.
  ///
  /// @throws Problem for a variable that is not known, too
  public static OpenLineageOptions of(Map<String, String> environment) {
    Set<String> known = Set.of("URL", "API_KEY", "FILE", "NAMESPACE");
    List<String> unknown =
        environment.keySet().stream()
            .filter(name -> name.startsWith(PREFIX))
            .filter(name -> !known.contains(name.substring(PREFIX.length())))
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      throw Problem.invalid(
          "The variables %s are not known; after '%s' may stand URL, API_KEY, FILE or NAMESPACE.",
          unknown, PREFIX);
    }
    return new OpenLineageOptions(
        value(environment, "NAMESPACE").orElse(NAMESPACE),
        value(environment, "URL").map(OpenLineageOptions::uri),
        value(environment, "API_KEY").map(ApiKey::new),
        value(environment, "FILE").map(file -> Path.of(file).toAbsolutePath().normalize()));
  }

  /// The namespace of a project; of nothing's but this installation's when it is empty.
  public String namespace(String project) {
    return project.isEmpty() ? namespace : namespace + "/" + project;
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(PREFIX + name)).filter(value -> !value.isEmpty());
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw Problem.wrap(ProblemCode.INVALID_REQUEST, "'" + PREFIX + "URL' is no address.", e);
    }
  }

  /// The address is told to people, and so must hold no secret.
  private static URI checked(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    boolean isPlain =
        url.getHost() != null
            && url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null;
    if (!isPlain || !(scheme.equals("http") || scheme.equals("https"))) {
      throw Problem.invalid(
          "%sURL must be like 'https://host/api/v1/lineage', without user and query; a key stands in"
              + " %sAPI_KEY.",
          PREFIX, PREFIX);
    }
    boolean isBare = url.getRawPath().isEmpty() || url.getRawPath().equals("/");
    return isBare ? url.resolve(PATH) : url;
  }
}
