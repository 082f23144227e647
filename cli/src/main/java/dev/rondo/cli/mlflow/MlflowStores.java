package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens the store that an address or a path means.
public final class MlflowStores {
  private static final String SQLITE = "sqlite:///";

  private MlflowStores() {}

  /// @param source `http://…`, `sqlite:///path`, `postgresql://…`, a database's file or a folder
  /// @param artifacts folders, or the address of a server that hands files out
  /// @param environment with the passwords
  public static MlflowStore open(
      String source, List<String> artifacts, Map<String, String> environment, ImportReport report) {
    if (isAddress(source)) {
      MlflowServer server = new MlflowServer(source, environment);
      ArtifactPlaces places = places(artifacts, List.of(), Optional.of(server), environment);
      return new ServerStore(server, places, report);
    }
    if (source.matches("postgres(ql)?(\\+\\w+)?://.*")) {
      ArtifactPlaces places = places(artifacts, List.of(), Optional.empty(), environment);
      return new SqlStore(source, SqlConnection.postgres(source, environment), places, report);
    }
    if (source.contains("://") && !source.startsWith(SQLITE)) {
      throw Problem.invalid(
          "'%s' is no store that can be read: name http://host:port, sqlite:///path,"
              + " postgresql://user@host/database, a database's file or an mlruns folder.",
          source);
    }
    return local(path(source), artifacts, environment, report);
  }

  private static boolean isAddress(String text) {
    return text.startsWith("http://") || text.startsWith("https://");
  }

  private static Path path(String source) {
    try {
      String text = source.startsWith(SQLITE) ? source.substring(SQLITE.length()) : source;
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw Problem.wrap(ProblemCode.INVALID_REQUEST, "'" + source + "' is no path.", e);
    }
  }

  private static MlflowStore local(
      Path path, List<String> artifacts, Map<String, String> environment, ImportReport report) {
    if (Files.isDirectory(path)) {
      ArtifactPlaces places = places(artifacts, List.of(path), Optional.empty(), environment);
      return new FolderStore(path, places, report);
    }
    if (!Files.exists(path)) {
      throw Problem.of(ProblemCode.INVALID_DATA, "There is no file or folder '%s'.", path);
    }
    List<Path> beside = new ArrayList<>();
    for (String name : List.of("mlruns", "mlartifacts")) {
      Path folder = path.resolveSibling(name);
      if (Files.isDirectory(folder)) {
        beside.add(folder);
      }
    }
    ArtifactPlaces places = places(artifacts, beside, Optional.empty(), environment);
    return new SqlStore(path.toString(), SqlConnection.sqlite(path), places, report);
  }

  /// The folders that the user names come first.
  private static ArtifactPlaces places(
      List<String> named,
      List<Path> own,
      Optional<MlflowServer> server,
      Map<String, String> environment) {
    List<Path> roots = new ArrayList<>();
    Optional<MlflowServer> from = server;
    for (String one : named) {
      if (isAddress(one)) {
        from = Optional.of(new MlflowServer(one, environment));
      } else if (one.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
        throw Problem.invalid(
            "'%s' cannot be read by this command; copy the files into a folder and name that.",
            one);
      } else {
        roots.add(Path.of(one).toAbsolutePath());
      }
    }
    roots.addAll(own);
    return new ArtifactPlaces(roots, from);
  }
}
