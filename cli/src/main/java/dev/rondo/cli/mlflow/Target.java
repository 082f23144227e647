package dev.rondo.cli.mlflow;

import java.io.InputStream;
import tools.jackson.databind.JsonNode;

/// The server that an import goes to. Paths are below the project's imports.
public interface Target {
  JsonNode get(String path);

  /// @param json the body
  JsonNode post(String path, byte[] json);

  /// Sends a file.
  JsonNode put(String path, InputStream content);
}
