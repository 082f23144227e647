package dev.rondo.serving;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.concurrent.CompletableFuture;

/// The one environment of ONNX Runtime in a process. Its creation matches the process's whole
/// command line against a recursive regular expression: with a class path of a hundred jars that
/// overflows an ordinary stack and ends the process, so it happens on a thread with a large one.
final class OnnxEnvironment {
  private static final long STACK = 256L << 20;

  private OnnxEnvironment() {}

  /// The environment, created at the first call.
  static OrtEnvironment get() {
    CompletableFuture<OrtEnvironment> made = new CompletableFuture<>();
    Thread maker = new Thread(null, () -> make(made), "onnx-environment", STACK);
    maker.setDaemon(true);
    maker.start();
    return made.join();
  }

  private static void make(CompletableFuture<OrtEnvironment> made) {
    try {
      made.complete(
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "rondo"));
    } catch (RuntimeException | LinkageError e) {
      made.completeExceptionally(
          Problem.wrap(
              ProblemCode.UNAVAILABLE, "ONNX Runtime does not start: " + e.getMessage(), e));
    }
  }
}
