package dev.rondo.quality.docs;

import static dev.rondo.kernel.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractParser;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleAbout;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatasetDocsTest {
  private static final EventTime START = EventTime.parse("2018-01-01");
  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: people
      version: 2.1.0
      status: active
      description: {purpose: To write to people., usage: Only with consent., limitations: EU only.}
      team: {members: [{username: ada, role: data engineer}]}
      slaProperties: [{property: availability, value: 99.9, unit: percent}]
      schema:
        - name: people
          properties:
            - {name: email, logicalType: string, required: true, classification: restricted}
            - {name: age, logicalType: integer, tags: [PII]}
            - {name: city, logicalType: string}
      """;

  private static Contract contract() {
    return ContractParser.parse("people.yaml", CONTRACT);
  }

  private static RuleResult rule(String id, String column, long breaches) {
    return new RuleResult(
        id,
        id + ".",
        Severity.ERROR,
        false,
        breaches,
        breaches == 0,
        "",
        breaches == 0 ? List.of() : List.of("a1@b.c"),
        OptionalDouble.of(breaches),
        new RuleAbout("", List.of(column), ""));
  }

  private static QualityRecord record(int day, RuleResult... rules) {
    EventTime at = START.plus(Duration.ofDays(day));
    return new QualityRecord(
        "%032x".formatted(day),
        HandOver.INGEST,
        "people",
        "day " + day,
        at,
        at.value(),
        new QualityResult("people", "2.1.0", "x.csv", 10, 9, 1, 0, List.of(rules)));
  }

  @Test
  void aRuleStandsAsItsNewestCheckHasIt() {
    DatasetDocs docs =
        DatasetDocs.of("people")
            .plus(record(2, rule("r", "city", 0)))
            .plus(record(1, rule("r", "city", 3)));
    RuleDocs rule = docs.rules().getFirst();
    assertThat(rule.state()).isEqualTo(State.KEPT);
    assertThat(rule.breaches()).isEqualTo(3);
    assertThat(rule.history()).extracting(RuleDocs.Point::breaches).containsExactly(3L, 0L);
    assertThat(rule.sample()).containsExactly("a1@b.c");
    assertThat(docs.newest().orElseThrow().batch()).isEqualTo("day 2");
    assertThat(docs.total())
        .isEqualTo(new DayDocs(20, 18, 2, Map.of(State.SET_ASIDE, 1L, State.KEPT, 1L)));
  }

  @Test
  void whatAnotherCheckCountedAddsNoRows() {
    QualityRecord first = record(1, rule("r", "city", 0));
    QualityRecord other = record(2, rule("r", "city", 0)).asCountedElsewhere();
    DatasetDocs docs = DatasetDocs.of("people").plus(first).plus(other);
    assertThat(docs.total().read()).isEqualTo(10);
    assertThat(docs.total().checks()).isEqualTo(2);
    assertThat(docs.without(BatchDocs.of(other)).days())
        .isEqualTo(DatasetDocs.of("people").plus(first).days());
  }

  @Test
  void theNewestCheckSaysWhichRulesThereAre() {
    DatasetDocs docs =
        DatasetDocs.of("people")
            .plus(record(1, rule("old", "city", 0), rule("both", "city", 0)))
            .plus(record(2, rule("both", "city", 0), rule("new", "city", 0)));
    assertThat(docs.rules()).extracting(RuleDocs::id).containsExactly("both", "new");
    assertThat(docs.rules().getFirst().history()).hasSize(2);
  }

  @Test
  void aContractShowsRulesThatWereNotCheckedYet() {
    DatasetDocs docs =
        DatasetDocs.of("people").plus(record(1, rule("type:age", "age", 0))).with(contract());
    assertThat(docs.rules())
        .extracting(RuleDocs::id)
        .containsExactly("type:email", "required:email", "type:age", "type:city");
    assertThat(docs.rules())
        .extracting(RuleDocs::state)
        .containsExactly(State.UNKNOWN, State.UNKNOWN, State.KEPT, State.UNKNOWN);
    assertThat(docs.rules().get(1).about().chinese()).isEqualTo("每一行的“email”都不为空。");
    Agreement agreement = docs.contract().orElseThrow();
    assertThat(agreement.about().limitations()).isEqualTo("EU only.");
    assertThat(agreement.about().levels().getFirst().value()).isEqualTo("99.9");
  }

  @Test
  void valuesOfClassifiedColumnsAreMaskedBeforeAndAfter() {
    RuleResult ofMail = rule("type:email", "email", 1);
    DatasetDocs late = DatasetDocs.of("people").plus(record(1, ofMail)).with(contract());
    DatasetDocs early = DatasetDocs.of("people").with(contract()).plus(record(1, ofMail));
    for (DatasetDocs docs : List.of(late, early)) {
      assertThat(docs.hidden()).isEqualTo(Set.of("email", "age"));
      assertThat(docs.broken().getFirst().sample()).containsExactly("**@*.*");
    }
  }

  @Test
  void figuresOfValuesGoToo() {
    RuleResult mean =
        new RuleResult(
            "mean",
            "The mean is 40.",
            Severity.WARNING,
            true,
            1,
            false,
            "Found 37.25.",
            List.of(),
            OptionalDouble.of(37.25),
            new RuleAbout("", List.of("age"), ""));
    RuleResult unknown =
        new RuleResult("row", "It holds.", Severity.ERROR, false, 1, false, "", List.of("age=37"));
    DatasetDocs docs = DatasetDocs.of("people").plus(record(1, mean, unknown));
    assertThat(Json.write(docs)).contains("37.25", "age=37");
    assertThat(Json.write(docs.masking(Set.of("age")))).doesNotContain("37");
  }

  @Test
  void theSameCheckAgainTakesItsPlace() {
    forAll(
        50,
        DatasetDocsTest::records,
        records -> {
          DatasetDocs known = docs(records);
          DatasetDocs again = known;
          for (QualityRecord record : records) {
            again = again.plus(record);
          }
          assertThat(again).isEqualTo(known);
          QualityRecord grown = record(5, rule("a", "city", 7), rule("b", "age", 0));
          List<QualityRecord> others = new ArrayList<>(records);
          others.set(5, grown);
          DatasetDocs replaced = known.plus(grown);
          DatasetDocs expected = docs(others);
          assertThat(replaced.batches()).isEqualTo(expected.batches());
          assertThat(replaced.days()).isEqualTo(expected.days());
          assertThat(replaced.rules())
              .extracting(RuleDocs::history)
              .isEqualTo(expected.rules().stream().map(RuleDocs::history).toList());
        });
  }

  @Test
  void whatIsNoLongerShownCanBeTakenAway() {
    DatasetDocs docs = DatasetDocs.of("people");
    for (int day = 0; day < 100; day++) {
      docs = docs.plus(record(day, rule("r", "city", day % 2)));
    }
    DatasetDocs without = docs.without(BatchDocs.of(record(7, rule("r", "city", 1))));
    assertThat(without.total().checks()).isEqualTo(99);
    assertThat(without.days()).hasSize(99);
    assertThat(without.batches()).isEqualTo(docs.batches());
  }

  @Test
  void onlySoManyChecksAreInFullViewAndEveryDayCounts() {
    DatasetDocs docs = DatasetDocs.of("people");
    for (int day = 0; day < 100; day++) {
      docs = docs.plus(record(day, rule("r", "city", day % 2)));
    }
    assertThat(docs.batches()).hasSize(DatasetDocs.SHOWN);
    assertThat(docs.rules().getFirst().history()).hasSize(DatasetDocs.SHOWN);
    assertThat(docs.days()).hasSize(100);
    assertThat(docs.total().checks()).isEqualTo(100);
  }

  /// However checks come, what is known in the end is the same.
  @Test
  void theOrderInWhichChecksComeDoesNotMatter() {
    forAll(
        50,
        DatasetDocsTest::records,
        records -> {
          List<QualityRecord> shuffled = new ArrayList<>(records);
          Collections.shuffle(shuffled, new Random(records.hashCode()));
          DatasetDocs inOrder = docs(records);
          DatasetDocs inDisorder = docs(shuffled);
          assertThat(inDisorder.batches()).isEqualTo(inOrder.batches());
          assertThat(inDisorder.days()).isEqualTo(inOrder.days());
          assertThat(inDisorder.rules())
              .extracting(RuleDocs::history)
              .isEqualTo(inOrder.rules().stream().map(RuleDocs::history).toList());
        });
  }

  private static List<QualityRecord> records(Random random) {
    List<QualityRecord> records = new ArrayList<>();
    for (int day = 0; day < 12; day++) {
      records.add(
          record(day, rule("a", "city", random.nextInt(3)), rule("b", "age", random.nextInt(2))));
    }
    return records;
  }

  private static DatasetDocs docs(List<QualityRecord> records) {
    DatasetDocs docs = DatasetDocs.of("people");
    for (QualityRecord record : records) {
      docs = docs.plus(record);
    }
    return docs;
  }

  @Test
  void aFileHoldsIt() {
    LineageDocs lineage =
        new LineageDocs(
            List.of(new LineageDocs.Node("a", "snapshot", "people", "", "/data")),
            List.of(new LineageDocs.Edge("a", "a")),
            false);
    DatasetDocs docs =
        DatasetDocs.of("people")
            .with(contract())
            .with(lineage)
            .plus(record(1, rule("type:email", "email", 1)));
    assertThat(Json.read(Json.write(docs), DatasetDocs.class)).isEqualTo(docs);
    DatasetSummary summary = DatasetSummary.of(docs);
    assertThat(Json.read(Json.write(summary), DatasetSummary.class)).isEqualTo(summary);
  }
}
