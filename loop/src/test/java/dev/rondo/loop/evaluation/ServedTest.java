package dev.rondo.loop.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.delivery.Release;
import dev.rondo.delivery.ReleaseId;
import dev.rondo.delivery.ReleaseRequest;
import dev.rondo.delivery.ReleaseStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServedTest {

  private static Instant at(int hour) {
    return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(3_600L * hour);
  }

  private static Release release(int hour, String endpoint, int version, ReleaseStatus status) {
    return new Release(
        new ReleaseId("%032x".formatted(hour)),
        new ReleaseRequest(endpoint, "taxi", Integer.toString(version), "Why " + hour, "k" + hour),
        "rondo",
        status,
        Optional.empty(),
        at(hour),
        Optional.of(at(hour)),
        "",
        List.of());
  }

  @Test
  void aVersionServesFromItsReleaseUntilTheNextOneAtItsEndpoint() {
    List<Release> newestFirst =
        List.of(
            release(5, "eta", 1, ReleaseStatus.ROLLED_BACK),
            release(4, "eta", 3, ReleaseStatus.FAILED),
            release(3, "fare", 2, ReleaseStatus.SUCCEEDED),
            release(2, "eta", 2, ReleaseStatus.SUCCEEDED),
            release(1, "eta", 1, ReleaseStatus.SUCCEEDED));
    assertThat(Served.of(newestFirst, "taxi", 1))
        .containsExactly(
            new Served("eta", at(5), Optional.empty(), 1, "Why 5"),
            new Served("eta", at(1), Optional.of(at(2)), 1, "Why 1"));
    assertThat(Served.of(newestFirst, "taxi", 2))
        .extracting(Served::endpoint, Served::until)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("fare", Optional.empty()),
            org.assertj.core.api.Assertions.tuple("eta", Optional.of(at(5))));
    assertThat(Served.of(newestFirst, "taxi", 3)).isEmpty();
    assertThat(Served.of(newestFirst, "fare", 1)).isEmpty();
  }
}
