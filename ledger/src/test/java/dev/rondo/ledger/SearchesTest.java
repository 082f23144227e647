package dev.rondo.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.ledger.trace.FigureQuery;
import dev.rondo.ledger.trace.TraceSearch;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class SearchesTest {
  private static final Map<Integer, List<IntFunction<Object>>> SEARCHES =
      Map.of(
          50_000,
          List.of(
              limit -> new ExperimentSearch(List.of(), List.of(), View.ALL, 0, limit),
              limit -> new RunSearch(List.of(), List.of(), List.of(), View.ALL, 0, limit)),
          1_000,
          List.of(
              limit -> new LoggedModelSearch(List.of(), List.of(), List.of(), List.of(), 0, limit),
              limit -> new FigureQuery.Page(0, limit)),
          500,
          List.of(limit -> new TraceSearch(List.of(), List.of(), List.of(), 0, limit)));

  @Test
  void aSearchTakesAsManyAsItSays() {
    SEARCHES.forEach((most, searches) ->
        searches.forEach(search -> {
          assertThat(search.apply(most)).isNotNull();
          for (int wrong : List.of(0, most + 1)) {
            assertThatThrownBy(() -> search.apply(wrong))
                .hasMessage("The limit is %d; it must be 1 to %d.", wrong, most);
          }
        }));
  }
}
