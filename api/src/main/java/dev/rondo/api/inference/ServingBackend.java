package dev.rondo.api.inference;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.serving.InferenceRequest;
import dev.rondo.serving.InferenceResult;
import dev.rondo.serving.ModelMetadata;
import dev.rondo.serving.Serving;
import dev.rondo.serving.TensorWriter;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/// The models that are loaded at the platform's own endpoints. Thread-safe.
public final class ServingBackend implements InferenceBackend {
  private final Serving serving;
  private final BooleanSupplier running;

  /// @param running whether the server takes requests
  public ServingBackend(Serving serving, BooleanSupplier running) {
    this.serving = serving;
    this.running = running;
  }

  @Override
  public boolean ready() {
    return running.getAsBoolean();
  }

  @Override
  public List<String> models(Caller caller) {
    return serving.models(caller);
  }

  @Override
  public Metadata metadata(Caller caller, String model, Optional<String> version) {
    ModelMetadata metadata = serving.metadata(caller, model, number(model, version));
    return new Metadata(
        metadata.name(),
        metadata.versions(),
        metadata.platform(),
        metadata.inputs().stream().map(ServingBackend::tensor).toList(),
        metadata.outputs().stream().map(ServingBackend::tensor).toList(),
        Map.of("features", String.join(",", metadata.features())));
  }

  private static Tensor tensor(ModelMetadata.TensorMetadata tensor) {
    return new Tensor(tensor.name(), tensor.datatype(), tensor.shape());
  }

  @Override
  public boolean ready(Caller caller, String model, Optional<String> version) {
    return version.map(ServingBackend::isNumber).orElse(true)
        && serving.isReady(caller, model, number(model, version));
  }

  @Override
  public Answer infer(Caller caller, String model, Optional<String> version, Rows rows) {
    try (InferenceRequest request = serving.open(caller, model, number(model, version))) {
      int opened = request.model().version();
      String input =
          serving.metadata(caller, model, OptionalInt.of(opened)).inputs().getFirst().name();
      request.id(rows.id());
      fill(request.input(input, "FP32", new long[] {rows.rows(), rows.width()}), rows);
      InferenceResult result = request.infer();
      return new Answer(
          String.valueOf(opened),
          List.of(
              new Output(
                  result.output(),
                  List.of((long) rows.rows(), 1L),
                  FloatBuffer.wrap(result.values()))));
    }
  }

  private static void fill(TensorWriter writer, Rows rows) {
    int count = rows.rows() * rows.width();
    for (int i = 0; i < count; i++) {
      writer.put((double) rows.values().get(i));
    }
    writer.end();
  }

  private static boolean isNumber(String version) {
    return version.matches("[1-9][0-9]{0,8}");
  }

  private static OptionalInt number(String model, Optional<String> version) {
    if (version.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!isNumber(version.get())) {
      throw Problem.notFound(
          "The model '%s' has no version '%s': versions are numbers from 1.", model, version.get());
    }
    return OptionalInt.of(Integer.parseInt(version.get()));
  }
}
