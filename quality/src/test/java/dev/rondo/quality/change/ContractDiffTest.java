package dev.rondo.quality.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.change.Change.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractDiffTest {
  private static final String ORDERS =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: orders
      name: Orders
      version: 1.2.3
      status: active
      description: {purpose: Orders., limitations: None., usage: Reports.}
      servers:
        - {server: production, type: postgres, host: a, port: 5432, database: shop, schema: public}
      price: {priceAmount: 5, priceUnit: month}
      team:
        name: shop
        members: [{username: dora, role: owner}]
      roles: [{role: reader, access: read}]
      slaProperties:
        - {property: freshness, value: 2, unit: d, element: orders.at}
        - {property: availability, value: 99.9}
      schema:
        - name: customers
          properties: [{name: key, logicalType: string, primaryKey: true}]
        - name: orders
          description: One row per order.
          quality:
            - {id: rows, metric: rowCount, mustBeGreaterThan: 10}
            - {id: sane, type: custom, engine: rondo, implementation: amount < 1000 OR state = 'big'}
            - {id: hint, metric: rowCount, mustBeLessThan: 1000, severity: warning}
            - {id: mean, type: custom, engine: greatExpectations, implementation: {type: expect_column_mean_to_be_between, kwargs: {column: amount, min_value: 1}}}
          properties:
            - {name: id, logicalType: integer, required: true, unique: true}
            - {name: customer, logicalType: string, relationships: [{to: customers.key}]}
            - name: amount
              logicalType: number
              required: true
              description: In euros.
              logicalTypeOptions: {minimum: 0, maximum: 5000, multipleOf: 0.5}
            - name: state
              logicalType: string
              logicalTypeOptions: {maxLength: 10, pattern: "^[a-z]+$"}
              quality:
                - {id: states, metric: invalidValues, arguments: {validValues: [new, big, done]}}
                - {id: nulls, metric: nullValues, mustBeLessThan: 5, unit: percent}
            - {name: at, logicalType: timestamp, classification: public}
            - {name: lines, logicalType: array, items: {logicalType: object, properties: [{name: sku, logicalType: string}]}}
      """;

  private static ContractDocument document(String yaml) {
    return ContractDocument.parse("orders.yaml", yaml);
  }

  private static ContractDiff diff(String from, String to) {
    assertThat(ORDERS).contains(from);
    return ContractDiff.of(document(ORDERS), document(ORDERS.replace(from, to)));
  }

  @Test
  void aContractDoesNotDifferFromItself() {
    assertThat(ContractDiff.of(document(ORDERS), document(ORDERS)).changes()).isEmpty();
    assertThat(diff("1.2.3", "7.0.0").changes()).isEmpty();
    assertThat(diff("value: 99.9", "value: 99.90").changes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: id, logicalType: integer, required: true | {name: id, logicalType: integer | LOOSENED | CONSUMERS | MAJOR
          unique: true | unique: false | LOOSENED | CONSUMERS | MAJOR
          logicalType: timestamp, | logicalType: timestamp, required: true, | TIGHTENED | PRODUCERS | MAJOR
          minimum: 0 | minimum: 1 | TIGHTENED | PRODUCERS | MAJOR
          minimum: 0 | exclusiveMinimum: 0 | TIGHTENED | PRODUCERS | MAJOR
          minimum: 0 | minimum: -1 | LOOSENED | CONSUMERS | MAJOR
          minimum: 0, maximum: 5000 | minimum: 1, maximum: 6000 | CHANGED | CONSUMERS PRODUCERS | MAJOR
          , maximum: 5000 | '' | LOOSENED | CONSUMERS | MAJOR
          multipleOf: 0.5 | multipleOf: 1 | TIGHTENED | PRODUCERS | MAJOR
          multipleOf: 0.5 | multipleOf: 0.25 | LOOSENED | CONSUMERS | MAJOR
          multipleOf: 0.5 | multipleOf: 0.3 | CHANGED | CONSUMERS PRODUCERS | MAJOR
          maxLength: 10 | maxLength: 12 | LOOSENED | CONSUMERS | MAJOR
          ^[a-z]+$ | ^[a-z]*$ | CHANGED | CONSUMERS PRODUCERS | MAJOR
          [new, big, done] | [new, done] | TIGHTENED | PRODUCERS | MAJOR
          [new, big, done] | [new, big, done, lost] | LOOSENED | CONSUMERS | MAJOR
          [new, big, done] | [done, big, new] | CHANGED | '' | PATCH
          mustBeLessThan: 5 | mustBeLessThan: 6 | LOOSENED | CONSUMERS | MAJOR
          mustBeLessThan: 5 | mustBe: 0 | TIGHTENED | PRODUCERS | MAJOR
          mustBeGreaterThan: 10 | mustBeBetween: [10, 20] | TIGHTENED | PRODUCERS | MAJOR
          mustBeGreaterThan: 10 | mustNotBe: 10 | LOOSENED | CONSUMERS | MAJOR
          mustBeGreaterThan: 10 | mustBeGreaterThan: 10, severity: warning | LOOSENED | CONSUMERS | MAJOR
          severity: warning | severity: error | TIGHTENED | PRODUCERS | MAJOR
          severity: warning | severity: info | CHANGED | '' | MINOR
          mustBeLessThan: 1000 | mustBeLessThan: 10 | TIGHTENED | '' | MINOR
          amount < 1000 | amount < 999 | CHANGED | CONSUMERS PRODUCERS | MAJOR
          min_value: 1 | min_value: 2 | CHANGED | CONSUMERS PRODUCERS | MAJOR
          id: sane | id: sound | CHANGED | '' | PATCH
          , relationships: [{to: customers.key}] | '' | LOOSENED | CONSUMERS | MAJOR
          name: id, logicalType: integer | name: id, logicalType: number | WIDENED | CONSUMERS | MAJOR
          name: id, logicalType: integer | name: id, logicalType: string | CHANGED | CONSUMERS PRODUCERS | MAJOR
          name: sku, logicalType: string | name: sku, logicalType: string, required: true | TIGHTENED | PRODUCERS | MAJOR
          value: 2, unit: d | value: 48, unit: h | CHANGED | CONSUMERS | MAJOR
          value: 2, unit: d | value: 1, unit: d | TIGHTENED | '' | MINOR
          value: 2, unit: d | value: 3, unit: d | LOOSENED | CONSUMERS | MAJOR
          value: 99.9 | value: 99.99 | TIGHTENED | '' | MINOR
          value: 99.9 | value: 99 | LOOSENED | CONSUMERS | MAJOR
          - {property: availability, value: 99.9} | '' | REMOVED | CONSUMERS | MAJOR
          username: dora | username: sam | REMOVED | '' | PATCH
          role: owner | role: steward | CHANGED | '' | PATCH
          limitations: None. | limitations: Some. | CHANGED | '' | MINOR
          usage: Reports. | usage: Models. | CHANGED | '' | PATCH
          priceAmount: 5 | priceAmount: 6 | CHANGED | '' | MINOR
          {role: reader, access: read} | {role: writer} | REMOVED | CONSUMERS | MAJOR
          host: a | host: b | CHANGED | CONSUMERS | MAJOR
          In euros. | In cents. | CHANGED | '' | PATCH
          classification: public | classification: secret | CHANGED | '' | MINOR
          status: active | status: deprecated | CHANGED | '' | MINOR
          status: active | status: retired | CHANGED | CONSUMERS | MAJOR
          id: orders | id: sales | CHANGED | CONSUMERS PRODUCERS | MAJOR
          """)
  void everyChangeIsToldWithWhomItBreaks(
      String from, String to, Kind kind, String breaks, Bump needs) {
    ContractDiff diff = diff(from, to);
    assertThat(diff.changes()).isNotEmpty();
    Change first = diff.changes().getFirst();
    assertThat(first.kind()).as(diff.toString()).isEqualTo(kind);
    assertThat(first.breaks().stream().map(Enum::name).sorted().toList())
        .isEqualTo(breaks.isEmpty() ? List.of() : List.of(breaks.split(" ")));
    assertThat(diff.needed()).isEqualTo(needs);
    assertThat(first.sentence()).endsWith(".").doesNotContain("{}");
  }

  @Test
  void columnsComeGoAndAreRenamed() {
    ContractDiff added =
        diff("      - {name: at,", "      - {name: note, logicalType: string}\n      - {name: at,");
    assertThat(added.changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.kind()).isEqualTo(Kind.ADDED);
          assertThat(change.breaks()).isEmpty();
          assertThat(change.path()).isEqualTo("orders.note");
          assertThat(change.needs()).isEqualTo(Bump.MINOR);
        });
    ContractDiff needed =
        diff(
            "      - {name: at,",
            "      - {name: note, logicalType: string, required: true}\n      - {name: at,");
    assertThat(needed.changes())
        .singleElement()
        .satisfies(change -> assertThat(change.breaks()).containsExactly(Party.PRODUCERS));
    ContractDiff renamed = diff("name: customer,", "name: customer_key,");
    assertThat(renamed.changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.kind()).isEqualTo(Kind.RENAMED);
          assertThat(change.sentence()).contains("seems", "guess");
          assertThat(change.breaks()).containsExactlyInAnyOrder(Party.values());
        });
    ContractDiff gone =
        diff(
            "      - {name: customer, logicalType: string, relationships: [{to: customers.key}]}\n",
            "");
    assertThat(gone.changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.kind()).isEqualTo(Kind.REMOVED);
          assertThat(change.sentence()).contains("whoever reads it fails");
        });
    ContractDiff unlike = diff("name: customer,", "name: q,");
    assertThat(unlike.changes())
        .extracting(Change::kind)
        .contains(Kind.REMOVED, Kind.ADDED)
        .doesNotContain(Kind.RENAMED);
  }

  @Test
  void idsMakeARenamingCertainAndRulesFollow() {
    String withId = ORDERS.replace("- name: amount\n", "- name: amount\n        id: c1\n");
    String other =
        withId
            .replace("- name: amount\n", "- name: total\n")
            .replace("amount < 1000", "total < 1000")
            .replace("column: amount", "column: total")
            .replace("maximum: 5000", "maximum: 4000");
    ContractDiff diff = ContractDiff.of(document(withId), document(other));
    assertThat(diff.changes())
        .anySatisfy(change -> {
          assertThat(change.kind()).isEqualTo(Kind.RENAMED);
          assertThat(change.sentence()).contains("as its id says");
        });
    assertThat(diff.changes())
        .anySatisfy(change -> {
          assertThat(change.kind()).isEqualTo(Kind.TIGHTENED);
          assertThat(change.path()).isEqualTo("orders.total");
        });
  }

  @Test
  void tablesComeAndGo() {
    String head = ORDERS.substring(0, ORDERS.indexOf("  - name: customers"));
    String more = ORDERS + "  - name: extra\n    properties: [{name: a, logicalType: string}]\n";
    assertThat(ContractDiff.of(document(ORDERS), document(more)).changes())
        .singleElement()
        .satisfies(change -> assertThat(change.needs()).isEqualTo(Bump.MINOR));
    assertThat(ContractDiff.of(document(more), document(ORDERS)).needed()).isEqualTo(Bump.MAJOR);
    assertThat(head).contains("schema:");
  }

  @Test
  void publishingTakesAVersionAndEveryConsumersApproval() {
    ContractDocument before = document(ORDERS);
    ContractDocument after = document(ORDERS.replace("minimum: 0", "minimum: -1"));
    Approvals approvals = new Approvals(Set.of("forecast", "reports", "web"), Set.of("web"));
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> ContractDiff.publishable(before, after, approvals));
    assertThat(problem.code()).isEqualTo(ProblemCode.PRECONDITION_FAILED);
    assertThat(problem.mistakes().stream().map(Mistake::message))
        .containsExactly(
            "The version must be 2.0.0 or later, not 1.2.3, for a breaking change.",
            "'forecast' uses the data and has not agreed to a breaking change.",
            "'reports' uses the data and has not agreed to a breaking change.");
    ContractDocument major =
        document(ORDERS.replace("minimum: 0", "minimum: -1").replace("1.2.3", "2.0.0"));
    Approvals all = new Approvals(approvals.consumers(), approvals.consumers());
    assertThat(ContractDiff.publishable(before, major, all).isBreaking()).isTrue();
    ContractDocument patch =
        document(ORDERS.replace("In euros.", "In whole euros.").replace("1.2.3", "1.2.4"));
    assertThat(ContractDiff.publishable(before, patch, approvals).needed()).isEqualTo(Bump.PATCH);
    assertThat(ContractDiff.publishable(before, before, approvals).isEmpty()).isTrue();
    ContractDocument older = document(ORDERS.replace("1.2.3", "1.0.0"));
    assertThat(
            catchThrowableOfType(
                Problem.class, () -> ContractDiff.publishable(before, older, approvals)))
        .isNotNull();
    ContractDocument unnumbered = document(ORDERS.replace("1.2.3", "spring"));
    assertThat(
            catchThrowableOfType(
                    Problem.class,
                    () -> ContractDiff.publishable(before, unnumbered, Approvals.ofNobody()))
                .text())
        .contains("'spring'");
  }

  /// Edits that do not touch each other: with each, the version that is needed can only rise.
  private static final List<String[]> EDITS =
      List.of(
          new String[] {"minimum: 0", "minimum: 1"},
          new String[] {"maxLength: 10", "maxLength: 12"},
          new String[] {"In euros.", "In cents."},
          new String[] {"usage: Reports.", "usage: Models."},
          new String[] {"limitations: None.", "limitations: Some."},
          new String[] {"value: 99.9", "value: 99.99"},
          new String[] {"severity: warning", "severity: info"},
          new String[] {"classification: public", "classification: secret"},
          new String[] {"role: owner", "role: steward"},
          new String[] {"[new, big, done]", "[new, big, done, lost]"},
          new String[] {
            "      - {name: at,", "      - {name: zz9, logicalType: date}\n      - {name: at,"
          },
          new String[] {"name: Orders", "name: All orders"},
          new String[] {"status: active", "status: deprecated"},
          new String[] {"name: customer,", "name: buyer,"},
          new String[] {"id: sane", "id: sound"});

  @Test
  void theNeededVersionOnlyRisesWithMoreChanges() {
    Random random = new Random(5);
    for (int round = 0; round < 40; round++) {
      List<String[]> edits = new ArrayList<>(EDITS);
      Collections.shuffle(edits, random);
      String yaml = ORDERS;
      Bump last = Bump.NONE;
      for (String[] edit : edits.subList(0, 6)) {
        yaml = yaml.replace(edit[0], edit[1]);
        ContractDocument now = document(yaml);
        Bump needed = ContractDiff.of(document(ORDERS), now).needed();
        assertThat(needed).isGreaterThanOrEqualTo(last).isNotEqualTo(Bump.NONE);
        assertThat(ContractDiff.of(now, now).isEmpty()).isTrue();
        last = needed;
      }
    }
  }
}
