package dev.rondo.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.data.SqlSession;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real file, as it is.
class BikeProfileTest {
  @TempDir Path folder;

  private Profile profile() {
    Path data = Tables.data().map(path -> path.resolve("bike-sharing")).orElse(folder);
    assumeTrue(data.resolve("hour.csv").toFile().exists());
    try (SqlSession session = Tables.open(folder, data)) {
      session.execute(
          "CREATE VIEW bikes AS SELECT * FROM read_csv("
              + SqlSession.text(data.resolve("hour.csv").toString())
              + ")");
      return Profiler.profile(session, "bikes", ProfileOptions.standard().withTarget("cnt"));
    }
  }

  @Test
  void findsWhatHoldsOnEveryRow() {
    Profile profile = profile();
    assertThat(profile.rows()).isEqualTo(17_379);
    assertThat(Tables.sentences(profile)).contains("casual + registered = cnt");
    assertThat(profile.leaks())
        .contains(new Leak(List.of("casual", "registered"), "casual + registered = cnt"));
    assertThat(profile.keys()).contains(new Key(List.of("instant"), true));
    assertThat(Profile.fromJson(profile.toJson())).isEqualTo(profile);
  }
}
