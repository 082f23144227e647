package dev.rondo.kernel.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.search.Vocabulary.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTextTest {
  private static final Set<Operator> TEXTS =
      EnumSet.of(
          Operator.EQUAL,
          Operator.NOT_EQUAL,
          Operator.LIKE,
          Operator.ILIKE,
          Operator.IS_NULL,
          Operator.IS_NOT_NULL);
  private static final Vocabulary RUNS =
      Vocabulary.builder()
          .anyKey(Kind.NUMBER, Operator.OF_NUMBERS, "metrics", "metric")
          .anyKey(Kind.TEXT, TEXTS, "params", "param")
          .anyKey(Kind.TEXT, TEXTS, "tags", "tag")
          .entity("attributes", "attribute", "attr", "run")
          .key("attributes", Kind.TEXT, Operator.OF_MEMBERS, "run_id")
          .key("attributes", Kind.TEXT, Operator.OF_TEXTS, "run_name", "run name")
          .key("attributes", Kind.NUMBER, Operator.OF_NUMBERS, "start_time", "created")
          .unsortedKey("attributes", Kind.TEXT, Operator.OF_TEXTS, "source")
          .entity("datasets", "dataset")
          .unsortedKey("datasets", Kind.TEXT, Operator.OF_TEXTS, "name")
          .build("metrics.a > 1", "tags.b = 'c'");

  private static Condition one(String filter) {
    return FilterText.parse(RUNS, filter).getFirst();
  }

  private static Condition text(String entity, String key, Operator operator, String value) {
    return new Condition(entity, key, operator, new Operand.Text(value));
  }

  @Test
  void readsEveryFormOfKeyAndValue() {
    assertThat(one("params.p ILIKE 'A%'")).isEqualTo(text("params", "p", Operator.ILIKE, "A%"));
    assertThat(one("run_id IN ('a','b',)"))
        .isEqualTo(
            new Condition(
                "attributes", "run_id", Operator.IN, new Operand.Texts(List.of("a", "b"))));
    assertThat(one("attr.run_id not in (\"a\")").operator()).isEqualTo(Operator.NOT_IN);
    assertThat(one("start_time > 10").number()).isEqualTo(10);
    assertThat(one("Created > 0").key()).isEqualTo("start_time");
    assertThat(one("metrics.`a b` > 1").key()).isEqualTo("a b");
    assertThat(one("params.\"p\" = \"1\"")).isEqualTo(text("params", "p", Operator.EQUAL, "1"));
    assertThat(one("tags.x IS NULL").operator()).isEqualTo(Operator.IS_NULL);
    assertThat(one("tags.x is not null").operator()).isEqualTo(Operator.IS_NOT_NULL);
    assertThat(one("dataset.name = 'd'")).isEqualTo(text("datasets", "name", Operator.EQUAL, "d"));
    assertThat(one("metric.a>1e-3").number()).isEqualTo(0.001);
    assertThat(one("metrics.a <= -.5").number()).isEqualTo(-0.5);
    assertThat(one("`run name` = 'it''s'"))
        .isEqualTo(text("attributes", "run_name", Operator.EQUAL, "it's"));
    assertThat(one("tags.mlflow.source.name != 'x'").key()).isEqualTo("mlflow.source.name");
    assertThat(one("params.and = 'and'").key()).isEqualTo("and");
    assertThat(one("params.a.`b c` = 'and'").key()).isEqualTo("a.b c");
  }

  @Test
  void joinsClausesByAnd() {
    assertThat(FilterText.parse(RUNS, " metrics.a>1 and tags.b = 'x AND y'\nAND params.c='d' "))
        .extracting(Condition::key)
        .containsExactly("a", "b", "c");
    assertThat(FilterText.parse(RUNS, "  ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        "metrics.a > 'x'",
        "params.p = 1",
        "tags.x == 'a'",
        "metrics.a > 1 OR metrics.b > 1",
        "NOT metrics.a > 1",
        "(metrics.a>1)",
        "metrics.a = NaN",
        "attributes.foo = 'x'",
        "duration > 5",
        "metrics.a > 1 AND",
        "AND metrics.a > 1",
        "metrics.a LIKE '1'",
        "params.p = `x`",
        "params.p = 'x",
        "params.p = 'x' params.q = 'y'",
        "run_id IN ()",
        "run_id IN 'a'",
        "run_id IN (1)",
        "tags.x IS",
        "tags.x NOT NULL",
        "nothing.x = 'a'",
        "params.'p' = 'x'",
        "metrics.a > 1; DROP TABLE run",
        "params.p = 'x' -- comment",
        "metrics.a > 1_000",
        "metrics. > 1"
      })
  void refusesWhatIsNoClause(String filter) {
    assertThatThrownBy(() -> FilterText.parse(RUNS, filter))
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith("Invalid ");
  }

  @Test
  void readsOrders() {
    assertThat(
            FilterText.orders(
                RUNS, List.of("metrics.a", "params.`b c` desc", "attributes.created ASC")))
        .containsExactly(
            new Sort("metrics", "a", true),
            new Sort("params", "b c", false),
            new Sort("attributes", "start_time", true));
    for (String wrong :
        List.of(
            "foo",
            "source",
            "datasets.name",
            "start_time DESC NULLS LAST",
            "duration desc",
            "metrics.a ASC, params.b",
            "metrics.a DOWN",
            "")) {
      assertThatThrownBy(() -> FilterText.orders(RUNS, List.of(wrong)))
          .hasMessageStartingWith("Invalid order_by clause '" + wrong + "'");
    }
    assertThatThrownBy(() -> FilterText.orders(RUNS, List.of("metrics.a", "metric.a DESC")))
        .hasMessageContaining("duplicate");
  }

  @Test
  void valuesNeverBecomePartOfAStatement() {
    List<Object> arguments = new ArrayList<>();

    assertThat(SqlCondition.of(one("params.p = '1'' OR ''1''=''1'"), Column.of("v"), arguments))
        .isEqualTo("v = ?");
    assertThat(SqlCondition.of(one("params.p LIKE '50%_[*'"), Column.of("v"), arguments))
        .isEqualTo("v GLOB ?");
    assertThat(SqlCondition.of(one("run_id NOT IN ('a', 'b')"), Column.of("v"), arguments))
        .isEqualTo("v NOT IN (?, ?)");
    assertThat(SqlCondition.of(one("tags.t IS NULL"), Column.of("v"), arguments))
        .isEqualTo("v IS NULL");
    assertThat(arguments).containsExactly("1' OR '1'='1", "50*?[[][*]", "a", "b");
  }

  @Test
  void aMistakeIsAnsweredWithClausesThatCanBeWritten() {
    assertThatThrownBy(() -> FilterText.parse(RUNS, "metrics.a > 1 OR"))
        .hasMessage(
            "Invalid clause(s) in filter string: 'metrics.a > 1 OR'. Clauses such as"
                + " \"metrics.a > 1\" or \"tags.b = 'c'\" are joined by AND.");
    Vocabulary.Builder names =
        Vocabulary.builder().anyUnsortedKey(Kind.TEXT, Operator.OF_TEXTS, "tags");
    assertThatThrownBy(() -> names.build("tags.b = 'c'", "metrics.a > 1"))
        .hasMessageContaining("'metrics'");
  }

  @Test
  void moreOrdersThanADatabaseJoinsAreRefused() {
    List<String> many = IntStream.range(0, 21).mapToObj(i -> "metrics.m" + i).toList();
    assertThat(FilterText.orders(RUNS, many.subList(0, 20))).hasSize(20);
    assertThatThrownBy(() -> FilterText.orders(RUNS, many))
        .hasMessageContaining("`order_by` has 21 clauses; 20 are the most.");
  }
}
