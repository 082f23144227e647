package dev.rondo.cli.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PointSenderTest {
  /// Keeps what it is sent until it has as many pieces as it takes.
  private static final class Taker implements Target {
    final List<JsonNode> pieces = new CopyOnWriteArrayList<>();
    final AtomicInteger underWay = new AtomicInteger();
    final int most;

    Taker(int most) {
      this.most = most;
    }

    @Override
    public JsonNode get(String path) {
      throw Problem.notFound("There is nothing at '%s'.", path);
    }

    @Override
    public JsonNode post(String path, byte[] json) {
      assertThat(underWay.incrementAndGet()).isEqualTo(1);
      try {
        if (pieces.size() == most) {
          throw Problem.of(ProblemCode.DISK_FULL, "No more of '%s' is taken.", path);
        }
        pieces.add(Json.parse(new String(json, StandardCharsets.UTF_8)));
        return Json.object();
      } finally {
        underWay.decrementAndGet();
      }
    }

    @Override
    public JsonNode put(String path, InputStream content) {
      throw Problem.notFound("There is nothing at '%s'.", path);
    }

    /// `run key step` of each point, in the order in which they came.
    List<String> points() {
      List<String> points = new ArrayList<>();
      for (JsonNode piece : pieces) {
        for (JsonNode run : piece.path("runs")) {
          run.path("metrics")
              .forEachEntry((key, list) -> {
                for (int i = 0; i < list.size(); i += 3) {
                  points.add(
                      run.path("run_id").asString() + " " + key + " " + list.get(i).asLong());
                }
              });
        }
      }
      return points;
    }
  }

  private static List<String> send(PointSender sender, int runs, int points) {
    List<String> sent = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < points; i++) {
        String key = "k" + i / 7_000;
        sender.point("r" + run, key, i, 1_000L + i, i == 5 ? Double.NaN : i);
        sent.add("r" + run + " " + key + " " + i);
      }
    }
    sender.flush();
    return sent;
  }

  @Test
  void allPointsComeInTheirOrderOnePieceAfterTheOther() {
    Taker taker = new Taker(100);
    List<String> sent = send(new PointSender(taker, "points"), 3, 25_000);
    assertThat(taker.pieces).hasSize(4);
    assertThat(taker.points()).isEqualTo(sent);
    assertThat(taker.pieces.getFirst().at("/runs/0/metrics/k0/17").asString()).isEqualTo("NaN");
  }

  @Test
  void nothingIsSentOfNothing() {
    Taker taker = new Taker(0);
    new PointSender(taker, "points").flush();
    assertThat(taker.pieces).isEmpty();
  }

  @Test
  void whatIsNotTakenEndsItWithItsReason() {
    Taker taker = new Taker(2);
    PointSender sender = new PointSender(taker, "points");
    assertThatThrownBy(() -> send(sender, 5, 30_000))
        .isInstanceOfSatisfying(
            Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.DISK_FULL));
    assertThat(taker.pieces).hasSize(2);
  }
}
