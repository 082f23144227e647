package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Yaml;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SearchTest {

  private static SearchSpace space(String yaml) {
    return SearchSpace.of(Yaml.parse("space.yaml", yaml).root(), Set.of("window_days"));
  }

  private static final String SPACE =
      """
      rounds: 120
      max_depth: {int: [5, 9]}
      subsample: {real: [0.6, 1.0]}
      eta: {log: [0.03, 0.3]}
      objective: {choice: [reg:absoluteerror, reg:squarederror]}
      window_days: {choice: [91, 182, 365]}
      """;

  @Test
  void drawsWithinTheRangesAndTheValuesAreParameters() {
    for (ObjectNode candidate : new Search(space(SPACE), 7).draw(200)) {
      assertThat(candidate.remove("window_days").asInt()).isIn(91, 182, 365);
      Parameters parameters = Parameters.of(candidate);
      assertThat(parameters.rounds()).isEqualTo(120);
      assertThat(parameters.maxDepth()).isBetween(5, 9);
      assertThat(parameters.subsample()).isBetween(0.6, 1.0);
      assertThat(parameters.eta()).isBetween(0.03, 0.3);
    }
  }

  @Test
  void everyValueOfASmallRangeIsDrawn() {
    assertThat(new Search(space(SPACE), 7).draw(100))
        .extracting(c -> c.get("max_depth").asInt())
        .contains(5, 6, 7, 8, 9);
  }

  @Test
  void theSeedDecidesAndMoreOnlyAdds() {
    List<ObjectNode> ten = new Search(space(SPACE), 7).draw(10);
    assertThat(new Search(space(SPACE), 7).draw(30).subList(0, 10)).isEqualTo(ten);
    assertThat(new Search(space(SPACE), 8).draw(10)).isNotEqualTo(ten);
  }

  @Test
  void candidatesDifferAndASmallSpaceGivesFewer() {
    assertThat(new Search(space("max_depth: {int: [3, 5]}"), 1).draw(50)).hasSize(3);
    assertThat(new Search(space("rounds: 9"), 1).draw(5)).hasSize(1);
  }

  @Test
  void everyMistakeIsNamedWithItsPlace() {
    assertThatThrownBy(() ->
            space(
                """
                depth: 3
                eta: {log: [0, 0.3]}
                rounds: {int: [9, 5]}
                max_depth: {int: [1, 99]}
                subsample: {even: [0, 1]}
                max_bin: {choice: []}
                lambda: {int: [1, 2], real: [1, 2]}
                objective: rank
                """))
        .isInstanceOfSatisfying(
            Problem.class,
            p ->
                assertThat(p.mistakes())
                    .extracting(Mistake::path)
                    .containsExactlyInAnyOrder(
                        "/depth",
                        "/eta",
                        "/rounds",
                        "/max_depth",
                        "/subsample",
                        "/max_bin",
                        "/lambda",
                        "/objective"));
  }
}
