package dev.rondo.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({"nmae,name", "NAME,name", "idd,id", "requierd,required", "x,''", "month,''"})
  void aWordIsNearWhenMostOfItIsRight(String word, String meant) {
    assertThat(Nearest.hint(word, List.of("id", "name", "required")))
        .isEqualTo(meant.isEmpty() ? "" : " Did you mean '" + meant + "'?");
  }

  @Test
  void whatThereIsStandsInForAWordThatIsNotNear() {
    assertThat(Nearest.choices("x", List.of("id", "name"))).isEqualTo(" Known: 'id', 'name'.");
    assertThat(Nearest.choices("x", List.of())).isEmpty();
    List<String> many = IntStream.range(0, 12).mapToObj(i -> "task-" + i).toList();
    assertThat(Nearest.choices("x", many)).endsWith("'task-9' and 2 more.");
  }
}
