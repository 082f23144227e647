package dev.rondo.app;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mlflow.api.proto.Service.FileInfo;
import org.mlflow.tracking.MlflowClient;

/// What MLflow's Java client does with files, for which it starts a Python that its surroundings
/// name. So this is a process of its own, whose surroundings can be chosen.
final class JavaClientFiles {
  private JavaClientFiles() {}

  /// @param arguments the server's address, a run's id, a registered model's name, a folder
  public static void main(String[] arguments) throws Exception {
    String run = arguments[1];
    Path folder = Path.of(arguments[3]);
    try (MlflowClient client = new MlflowClient(arguments[0])) {
      client.logArtifact(run, folder.resolve("notes.txt").toFile());
      client.logArtifact(run, folder.resolve("notes.txt").toFile(), "deep/er");
      client.logArtifacts(run, folder.resolve("model").toFile(), "model");
      for (FileInfo file : client.listArtifacts(run)) {
        tell("listed", file.getPath() + " " + file.getIsDir() + " " + file.getFileSize());
      }
      client.listArtifacts(run, "deep/er").forEach(file -> tell("inside", file.getPath()));
      tell("read", client.downloadArtifacts(run, "deep/er/notes.txt"));
      tell("all", client.downloadArtifacts(run).toPath().resolve("model/weights.bin").toFile());
      client.sendPost(
          "model-versions/create",
          "{\"name\": \"%s\", \"run_id\": \"%s\", \"source\": \"%s/model\"}"
              .formatted(arguments[2], run, client.getRun(run).getInfo().getArtifactUri()));
      tell(
          "version",
          client.downloadModelVersion(arguments[2], "1").toPath().resolve("weights.bin"));
    }
  }

  private static void tell(String what, File file) throws Exception {
    tell(what, file.toPath());
  }

  private static void tell(String what, Path file) throws Exception {
    tell(what, Files.readString(file));
  }

  private static void tell(String what, String text) {
    IO.println(what + ": " + text);
  }
}
