package dev.rondo.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Yaml;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is refused in a view's file.
class FeatureParserTest {
  private static List<Mistake> mistakes(String keys, String features) {
    String text =
        """
        name: v
        source: trips
        time: at
        lookback: 7d
        keys: {%s}
        features: {%s}
        sql: v.sql
        """
            .formatted(keys, features);
    Yaml yaml = Yaml.parse("features/v.yaml", text);
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> FeatureParser.view(yaml, _ -> Optional.of("SELECT 1")));
    return problem == null ? List.of() : problem.mistakes();
  }

  @Test
  void columnsOfDifferentNamesAreTaken() {
    assertThat(mistakes("zone: bigint", "trips: bigint, speed: double")).isEmpty();
  }

  @Test
  void aNameThatTwoColumnsShareIsRefusedWhereTheSecondStands() {
    assertThat(mistakes("zone: bigint", "Zone: double, event_timestamp: bigint"))
        .extracting(Mistake::toString)
        .containsExactly(
            "features/v.yaml:6:12: Another column of the view is named 'Zone' too.",
            "features/v.yaml:6:26: Another column of the view is named 'event_timestamp' too.");
    assertThat(mistakes("event_timestamp: bigint", "speed: double")).hasSize(1);
  }
}
