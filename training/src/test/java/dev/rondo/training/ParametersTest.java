package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import org.junit.jupiter.api.Test;

class ParametersTest {

  @Test
  void areWhatTheirJsonSays() {
    Parameters parameters =
        Parameters.of(Json.parse("{\"rounds\": 3, \"eta\": 0.5, \"lambda\": 2}"));
    assertThat(parameters.rounds()).isEqualTo(3);
    assertThat(parameters.maxBin()).isEqualTo(128);
    assertThat(Parameters.of(parameters.json())).isEqualTo(parameters);
  }

  @Test
  void everyMistakeIsNamed() {
    assertThatThrownBy(() ->
            Parameters.of(
                Json.parse("{\"rounds\": 1.5, \"eta\": 0, \"depth\": 3, \"objective\": 1}")))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.mistakes()).hasSize(4))
        .hasMessageContaining("'rounds' is 1.5; a whole number from 1 to 10000")
        .hasMessageContaining("'depth' is not a training parameter; known are [colsample");
  }
}
