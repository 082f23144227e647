package dev.rondo.quality.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.quality.Rule;
import dev.rondo.quality.profile.ProfileOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ContractDraftTest {
  @TempDir Path folder;

  private ContractDraft draft(String... queries) {
    return Drafts.draft(folder, queries);
  }

  private static JsonNode column(ContractDraft draft, String name) {
    return draft
        .document()
        .tree()
        .at("/schema/0/properties")
        .valueStream()
        .filter(column -> column.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> rules(ContractDraft draft) {
    return draft.contract().rules().stream().map(Rule::id).toList();
  }

  @Test
  void limitsLeaveAsMuchRoomAsTheOutermostHundredthSpreads() {
    ContractDraft draft = draft("SELECT (i * 7919) % 1000 + 1 AS amount FROM range(5000) r(i)");
    assertThat(column(draft, "amount").path("logicalTypeOptions").toString())
        .isEqualTo("{\"minimum\":0,\"maximum\":1010}");
    assertThat(Drafts.reason(draft, "range:amount"))
        .isEqualTo(
            "All 5,000 values lie between 1 and 1,000, and none is negative; the limits leave 1"
                + " below and 10 above, about as far as the outermost hundredth spreads.");
    JsonNode reason = column(draft, "amount").at("/customProperties/0");
    assertThat(reason.path("property").asString()).isEqualTo("reason");
    assertThat(reason.path("value").path("range").asString()).startsWith("All 5,000 values");
  }

  @Test
  void fewValuesTellNoLimitsAndThatIsTold() {
    ContractDraft draft = draft("SELECT (i * 7) % 20 AS amount FROM range(30) r(i)");
    assertThat(rules(draft)).containsExactly("type:amount", "rows", "columns");
    assertThat(draft.notes())
        .contains(
            "30 rows are too few to say that 'amount' is required.",
            "30 values are too few, or too far apart, to tell limits of 'amount'.",
            "How many rows are usual, and how fresh they are, takes three profiles or more.");
  }

  @Test
  void aSetNeedsValuesThatWereSeenOften() {
    String often =
        "SELECT ['a', 'b', 'c'][i %% 3 + 1] AS state, i %% 4 * 10 AS code FROM range(%d) r(i)";
    ContractDraft sure = draft(often.formatted(4000));
    assertThat(column(sure, "state").at("/quality/0/arguments/validValues").toString())
        .isEqualTo("[\"a\",\"b\",\"c\"]");
    assertThat(column(sure, "code").at("/quality/0/arguments/validValues").toString())
        .isEqualTo("[0,10,20,30]");
    assertThat(column(sure, "state").at("/quality/0").has("severity")).isFalse();
    ContractDraft likely = draft(often.formatted(400));
    assertThat(column(likely, "state").at("/quality/0/severity").asString()).isEqualTo("warning");
    assertThat(rules(draft(often.formatted(90)))).doesNotContain("valid:state", "valid:code");
    ContractDraft open = draft("SELECT 'v' || least(i, 30) AS state FROM range(300) r(i)");
    assertThat(rules(open)).doesNotContain("valid:state");
  }

  @Test
  void theShareOfMissingValuesIsBoundedByTheWorstPart() {
    ContractDraft draft =
        draft(
            "SELECT CASE WHEN i % 10 > 0 THEN i % 7 END AS x FROM range(1000) r(i)",
            "SELECT CASE WHEN i % 5 > 0 THEN i % 7 END AS x FROM range(1000) r(i)");
    assertThat(Drafts.reason(draft, "missing:x"))
        .isEqualTo(
            "300 of 2,000 rows miss it (15 %); Wilson's upper bound of the share in the profile"
                + " with the most is 23 %.");
    assertThat(column(draft, "x").at("/quality/0/mustBeLessOrEqualTo").asInt()).isEqualTo(23);
  }

  @Test
  void aKeyIsNoChance() {
    ContractDraft draft =
        draft(
            "SELECT i AS row_id, hash(i) AS noise, 'c' || hash(i) AS comment FROM range(500) r(i)");
    assertThat(column(draft, "row_id").path("primaryKey").asBoolean()).isTrue();
    assertThat(column(draft, "comment").has("unique")).isFalse();
    assertThat(draft.notes())
        .anyMatch(
            note -> note.startsWith("No two of 500 rows share 'comment', which may be chance"));
  }

  @Test
  void aKeyOfPartsThatMayOverlapIsNoKey() {
    String part = "SELECT i AS id, i %% 50 AS x FROM range(%d, %d) r(i)";
    ContractDraft overlapping = draft(part.formatted(0, 500), part.formatted(100, 600));
    assertThat(rules(overlapping)).doesNotContain("unique:id");
    assertThat(overlapping.notes())
        .anyMatch(note -> note.startsWith("Within each profile no two rows share 'id'"));
    ContractDraft apart = draft(part.formatted(0, 500), part.formatted(500, 900));
    assertThat(rules(apart)).contains("unique:id");
    assertThat(rules(apart)).doesNotContain("range:id");
  }

  @Test
  void relationsBecomeRulesOfRows() {
    ContractDraft draft =
        draft(
            "SELECT hash(i) % 90 AS a, hash(i * 3) % 70 AS \"order\", hash(i) % 90 + hash(i * 3) % 70 AS c FROM range(900) r(i)");
    JsonNode rule = draft.document().tree().at("/schema/0/quality/1");
    assertThat(rule.path("id").asString()).isEqualTo("sum:a,order,c");
    assertThat(rule.path("implementation").asString()).isEqualTo("a + \"order\" = c");
  }

  @Test
  void formsShapesAndDatesOfTexts() {
    ContractDraft draft =
        draft(
            """
            SELECT i || '@example.org' AS email, CAST(CAST(md5('' || i) AS UUID) AS VARCHAR) AS token,
              chr(CAST(65 + i % 26 AS INTEGER)) || '-' || lpad('' || i % 700, 3, '0') AS plate,
              CAST(DATE '2020-01-01' + CAST(i % 90 AS INTEGER) AS VARCHAR) AS day,
              repeat('x', CAST(1 + i % 60 AS INTEGER)) || ' y' AS words
            FROM range(2000) r(i)
            """);
    assertThat(column(draft, "email").at("/logicalTypeOptions/format").asString())
        .isEqualTo("email");
    assertThat(column(draft, "email").path("classification").asString()).isEqualTo("personal");
    assertThat(column(draft, "email").path("tags").toString())
        .isEqualTo("[\"personal\",\"email\"]");
    assertThat(column(draft, "token").at("/logicalTypeOptions/format").asString())
        .isEqualTo("uuid");
    assertThat(column(draft, "plate").at("/logicalTypeOptions/pattern").asString())
        .isEqualTo("^\\p{Lu}\\-\\p{Nd}{3}$");
    assertThat(column(draft, "day").path("logicalType").asString()).isEqualTo("date");
    assertThat(column(draft, "words").path("logicalTypeOptions").toString())
        .isEqualTo("{\"minLength\":1,\"maxLength\":92}");
  }

  @Test
  void severalPartsTellHowManyRowsAndHowFresh() {
    String[] months =
        IntStream.rangeClosed(1, 5)
            .mapToObj(month ->
                "SELECT TIMESTAMP '2020-%02d-01' + to_hours(i) AS \"at\", i %% 9 AS x FROM range(%d) r(i)"
                    .formatted(month, 600 + month))
            .toArray(String[]::new);
    ContractDraft draft = draft(months);
    assertThat(draft.document().tree().at("/schema/0/quality/1/mustBeBetween").toString())
        .isEqualTo("[526,680]");
    JsonNode level = draft.document().tree().at("/slaProperties/0");
    assertThat(level.path("property").asString()).isEqualTo("freshness");
    assertThat(level.path("value").asInt()).isEqualTo(63);
    assertThat(level.path("element").asString()).isEqualTo("t.at");
    assertThat(Drafts.written(draft.document()).rule("freshness")).isPresent();
  }

  @Test
  void leaksOfTheTargetAreNoted() {
    try (SqlSession session = Drafts.open(folder)) {
      ContractDraft draft =
          ContractDraft.of(
              "t",
              List.of(
                  Drafts.profile(
                      session,
                      "SELECT hash(i) % 50 AS y, hash(i) % 50 * 2 AS z FROM range(400) r(i)",
                      ProfileOptions.standard().withTarget("y"))));
      assertThat(draft.notes())
          .anyMatch(note -> note.startsWith("'z' may give away what is to be predicted:"));
    }
  }

  @Test
  void whatNoContractHoldsIsLeftOutAndTold() {
    ContractDraft draft =
        draft("SELECT [i] AS list, CAST('NaN' AS DOUBLE) AS unreal, i AS id FROM range(99) r(i)");
    assertThat(draft.contract().columns()).hasSize(1);
    assertThat(draft.notes())
        .anyMatch(note -> note.startsWith("The column 'list' is of type"))
        .anyMatch(note -> note.startsWith("The column 'unreal' has 99 values that are not finite"));
    assertThatThrownBy(() -> draft("SELECT [1] AS list"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("No column of 't' can stand in a contract.");
    assertThatThrownBy(() -> ContractDraft.of("t", List.of())).isInstanceOf(Problem.class);
  }

  @Test
  void columnsThatSomePartsLackAreLeftOut() {
    ContractDraft draft = draft("SELECT 1 AS a, 2 AS b", "SELECT 1 AS a");
    assertThat(draft.contract().column("b")).isEmpty();
    assertThat(draft.notes()).contains("The column 'b' is in 1 of 2 profiles, and so left out.");
  }
}
