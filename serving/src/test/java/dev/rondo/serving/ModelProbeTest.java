package dev.rondo.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.child.ChildCommand;
import dev.rondo.kernel.child.ChildMain;
import dev.rondo.kernel.child.ChildPool;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class ModelProbeTest {
  @TempDir Path folder;

  /// The child's main class.
  static final class ProbeMain {
    private ProbeMain() {}

    public static void main(String[] arguments) throws IOException {
      ChildMain.serve(Map.of(ModelProbe.NAME, new ModelProbe()));
    }
  }

  private ObjectNode request(byte[] onnx, int width) throws IOException {
    Path file = Files.write(folder.resolve("m.onnx"), onnx);
    return Json.object().put("onnx", file.toString()).put("width", width).put("runs", 50);
  }

  @Test
  void aChildLoadsScoresAndTimesAModel() throws IOException {
    ChildCommand command = new ChildCommand(ProbeMain.class.getName(), List.of("-Xmx64m"), folder);
    try (ChildPool pool = new ChildPool(command, 1, Duration.ofSeconds(30))) {
      ObjectNode request = request(TestModels.linear(1, 2, 3), 2);
      request.putArray("rows").addArray().add(1).add(10.5);
      ObjectNode answer = pool.call(ModelProbe.NAME, request, Duration.ofSeconds(60));
      assertThat(answer.path("values").get(0).asDouble()).isEqualTo(1 + 2 + 31.5);
      assertThat(answer.path("p99Nanos").asLong())
          .isGreaterThanOrEqualTo(answer.path("p50Nanos").asLong());
      assertThatThrownBy(
              () -> pool.call(ModelProbe.NAME, request(new byte[100], 2), Duration.ofSeconds(60)))
          .satisfies(e -> assertThat(((Problem) e).code()).isEqualTo(ProblemCode.INVALID_DATA));
    }
  }

  @Test
  void aModelThatGivesNoNumberIsRefused() throws Exception {
    ObjectNode request = request(TestModels.linear(0, 1, 1), 2);
    request.putArray("rows").addArray().add(1).addNull();
    assertThatThrownBy(() -> new ModelProbe().run(request)).hasMessageContaining("NaN");
    request.putArray("rows").addArray().add(1);
    assertThatThrownBy(() -> new ModelProbe().run(request)).hasMessageContaining("1 values");
  }
}
