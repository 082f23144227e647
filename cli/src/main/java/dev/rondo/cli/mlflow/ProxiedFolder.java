package dev.rondo.cli.mlflow;

import dev.rondo.kernel.PlainPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Files that an MLflow server hands out.
///
/// @param root below the server's artifacts
record ProxiedFolder(MlflowServer server, String root) implements ArtifactFolder {
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";
  private static final int DEEPEST = 50;

  @Override
  public List<File> files(ImportReport report) {
    List<File> files = new ArrayList<>();
    list("", 0, files, report);
    return files;
  }

  /// The names come from elsewhere, and become paths: only plain ones are taken.
  private void list(String folder, int depth, List<File> files, ImportReport report) {
    String path = folder.isEmpty() ? root : root + "/" + folder;
    JsonNode found = server.get(ARTIFACTS + "?path=" + MlflowServer.escape(path)).path("files");
    for (JsonNode one : found) {
      String given = one.path("path").asString("");
      String name = given.substring(given.lastIndexOf('/') + 1);
      String below = folder.isEmpty() ? name : folder + "/" + name;
      if (name.isEmpty() || !PlainPath.isSegment(name) || depth == DEEPEST) {
        report.missing("artifact", path + "/" + given, "The server names no plain path.");
      } else if (one.path("is_dir").asBoolean(false)) {
        list(below, depth + 1, files, report);
      } else {
        files.add(new File(below, one.path("file_size").asLong(0)));
      }
    }
  }

  @Override
  public <T> T read(File file, Reader<T> reader) {
    String path =
        Arrays.stream((root + "/" + file.path()).split("/"))
            .map(MlflowServer::escape)
            .collect(Collectors.joining("/"));
    return server.read(ARTIFACTS + "/" + path, reader);
  }
}
