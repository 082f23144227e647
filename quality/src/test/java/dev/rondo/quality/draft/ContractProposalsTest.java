package dev.rondo.quality.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.ContractParser;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.change.Bump;
import dev.rondo.quality.change.ContractDiff;
import dev.rondo.quality.change.Party;
import dev.rondo.quality.draft.Proposal.Kind;
import dev.rondo.quality.exchange.OdcsWriter;
import dev.rondo.quality.profile.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractProposalsTest {
  @TempDir Path folder;

  /// What the checks found stands beside the profiles, unless it is told to be unknown.
  private ContractProposals propose(ContractDocument document, boolean isChecked, String... parts) {
    List<Profile> profiles = new ArrayList<>();
    List<QualityResult> checks = new ArrayList<>();
    Contract contract = ContractParser.parse("c.yaml", OdcsWriter.write(document));
    try (SqlSession session = Drafts.open(folder)) {
      for (String part : parts) {
        profiles.add(Drafts.profile(session, part));
        if (isChecked) {
          checks.add(Drafts.check(session, contract));
        }
      }
    }
    return ContractProposals.of(document, "t", profiles, checks);
  }

  private static ContractDocument contract(String columns) {
    return ContractDocument.parse(
        "c.yaml",
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: c
        version: 1.2.3
        status: active
        schema:
          - name: t
            properties:
        """
            + columns.indent(6));
  }

  private static String[] three(String query) {
    return Stream.of(1, 2, 3).map(part -> query.replace("$part", "" + part)).toArray(String[]::new);
  }

  private static Proposal only(ContractProposals found, Kind kind) {
    List<Proposal> of = found.proposals().stream().filter(one -> one.kind() == kind).toList();
    assertThat(of).as(found.toString()).hasSize(1);
    return of.getFirst();
  }

  private static final ContractDocument AMOUNT =
      contract(
          """
          - name: amount
            logicalType: integer
            required: true
            logicalTypeOptions: {minimum: 0, exclusiveMaximum: 80}
          """);

  @Test
  void aLimitGivesWayToWhatLasts() {
    for (boolean isChecked : List.of(true, false)) {
      ContractProposals found =
          propose(
              AMOUNT,
              isChecked,
              three("SELECT hash(i + $part) % 100 AS amount FROM range(2000) r(i)"));
      Proposal loosen = only(found, Kind.LOOSEN);
      assertThat(loosen.rule()).isEqualTo("range:amount");
      assertThat(loosen.from()).isEqualTo("Every 'amount' is at least 0 and less than 80.");
      assertThat(loosen.to()).startsWith("Every 'amount' is at least 0 and at most 10");
      assertThat(loosen.reason()).contains("of 6,000 rows break it", "in the newest of 3 parts");
      assertThat(loosen.needs()).isEqualTo(Bump.MAJOR);
      assertThat(loosen.breaks()).containsExactly(Party.CONSUMERS);
      ContractDocument next = found.applied(List.of(loosen));
      assertThat(next.version()).isEqualTo("2.0.0");
      assertThat(ContractDiff.of(AMOUNT, next).changes()).hasSizeGreaterThanOrEqualTo(1);
      assertThat(Drafts.written(next).rule("range:amount").orElseThrow().sentence())
          .isEqualTo(loosen.to());
    }
  }

  @Test
  void loneAndFarValuesAreNotedAndNotAllowed() {
    ContractProposals lone =
        propose(
            AMOUNT,
            true,
            three(
                "SELECT CASE WHEN i = $part THEN 90 ELSE hash(i) % 80 END AS amount FROM range(2000) r(i)"));
    assertThat(lone.proposals()).isEmpty();
    assertThat(lone.notes()).singleElement().asString().contains("3 of 6,000 rows break it");
    ContractProposals code =
        propose(
            AMOUNT,
            true,
            three(
                "SELECT CASE WHEN i % 20 = 0 THEN -999 ELSE hash(i + $part) % 80 END AS amount FROM range(2000) r(i)"));
    assertThat(code.proposals()).isEmpty();
    assertThat(code.notes()).singleElement().asString().contains("they lie far from all others");
  }

  @Test
  void whatIsOverIsNoReason() {
    String good = "SELECT hash(i) % 80 AS amount FROM range(2000) r(i)";
    String bad = "SELECT hash(i) % 100 AS amount FROM range(2000) r(i)";
    assertThat(propose(AMOUNT, true, bad, bad, good).proposals()).isEmpty();
    assertThat(propose(AMOUNT, true, good, good, bad).proposals()).isEmpty();
    assertThat(propose(AMOUNT, true, good, bad, bad).proposals()).hasSize(1);
    ContractProposals short2 = propose(AMOUNT, true, bad, bad);
    assertThat(short2.proposals()).isEmpty();
    assertThat(short2.notes())
        .containsExactly("Rules follow what lasts: 3 parts of new data or more are needed, not 2.");
  }

  @Test
  void aLimitThatIsFarOffComesNearer() {
    ContractDocument wide =
        contract(
            """
            - name: amount
              logicalType: integer
              required: true
              quality:
                - id: sane
                  description: Not more than we ever had.
                  type: custom
                  engine: rondo
                  implementation: {minimum: 0, maximum: 100000}
            """);
    ContractProposals found =
        propose(wide, true, three("SELECT hash(i + $part) % 100 AS amount FROM range(2000) r(i)"));
    Proposal tighten = only(found, Kind.TIGHTEN);
    assertThat(tighten.breaks()).containsExactly(Party.PRODUCERS);
    assertThat(tighten.reason()).startsWith("All 6,000 values lie between 0 and 99");
    String written = OdcsWriter.write(found.applied(found.proposals()));
    assertThat(written).doesNotContain("Not more than we ever had", "100000").contains("reason");
    ContractProposals few =
        propose(wide, true, three("SELECT hash(i + $part) % 100 AS amount FROM range(200) r(i)"));
    assertThat(few.proposals()).isEmpty();
  }

  @Test
  void setsLetInWhatComesOftenAndLetGoWhatNeverComes() {
    ContractDocument set =
        contract(
            """
            - name: state
              logicalType: string
              required: true
              quality:
                - id: known
                  metric: invalidValues
                  arguments: {validValues: [new, sent, lost]}
                  mustBe: 0
            """);
    ContractProposals more =
        propose(
            set,
            true,
            three(
                "SELECT CASE WHEN i = 7 THEN 'odd' ELSE ['new', 'sent', 'back'][i % 3 + 1] END AS state FROM range(3000) r(i)"));
    Proposal loosen = only(more, Kind.LOOSEN);
    assertThat(loosen.to()).isEqualTo("Every 'state' is one of new, sent, lost or back.");
    assertThat(more.notes()).singleElement().asString().startsWith("known: 'odd' came");
    ContractProposals fewer =
        propose(
            set, true, three("SELECT ['new', 'sent'][i % 2 + 1] AS state FROM range(3000) r(i)"));
    assertThat(only(fewer, Kind.TIGHTEN).to()).isEqualTo("Every 'state' is one of new or sent.");
  }

  @Test
  void requiredValuesMayBeMissingInTheShareThatLasts() {
    for (boolean isChecked : List.of(true, false)) {
      ContractProposals found =
          propose(
              AMOUNT,
              isChecked,
              three(
                  "SELECT CASE WHEN i % 10 > 0 THEN hash(i + $part) % 80 END AS amount FROM range(2000) r(i)"));
      Proposal loosen = only(found, Kind.LOOSEN);
      assertThat(loosen.rule()).isEqualTo("required:amount");
      assertThat(loosen.to())
          .isEqualTo("Every row has a 'amount', except in at most 12 % of the rows.");
      Contract next = Drafts.written(found.applied(List.of(loosen)));
      assertThat(next.rule("required:amount")).isEmpty();
      assertThat(next.rule("missing:amount")).isPresent();
    }
  }

  @Test
  void rulesThatNobodyKeepsAreDroppedAndKeysAreNeverLoosened() {
    ContractDocument rules =
        contract(
            """
            - name: id
              logicalType: integer
              required: true
              unique: true
              quality:
                - {id: small, type: custom, engine: rondo, implementation: id < 10}
                - {id: even, type: custom, engine: rondo, implementation: id % 20 <> 0}
            """);
    ContractProposals found =
        propose(rules, true, three("SELECT i % 1000 AS id FROM range(2000) r(i)"));
    assertThat(only(found, Kind.DROP).rule()).isEqualTo("small");
    assertThat(only(found, Kind.LOOSEN).to()).contains("except in at most 5.9 % of the rows");
    assertThat(found.notes())
        .contains(
            "unique:id: 6,000 of 6,000 rows break it, 2,000 of 2,000 in the newest of 3 parts. Look at them; this is not loosened.");
    Contract next = Drafts.written(found.applied(found.proposals()));
    assertThat(next.rule("small")).isEmpty();
    assertThat(next.rule("even").orElseThrow().tolerance().limit()).isEqualTo(5.9);
  }

  @Test
  void newColumnsAndRulesAreAddedAndLostColumnsDropped() {
    ContractDocument old =
        contract(
            """
            - {name: a, logicalType: integer}
            - {name: gone, logicalType: string}
            """);
    ContractProposals found =
        propose(
            old,
            false,
            three(
                "SELECT hash(i) % 90 AS a, hash(i * 5) % 30 AS b, hash(i) % 90 + hash(i * 5) % 30 AS c FROM range(3000) r(i)"));
    assertThat(found.proposals().stream().map(one -> one.kind().text() + " " + one.rule()))
        .contains("drop type:gone", "add type:b", "add type:c", "add required:a", "add range:a");
    ContractDocument next = found.applied(found.proposals());
    assertThat(next.version()).isEqualTo("2.0.0");
    assertThat(Drafts.written(next).columns().stream().map(column -> column.name()))
        .containsExactly("a", "b", "c");
    ContractDocument harmless =
        found.applied(found.proposals().stream().filter(one -> one.needs() == Bump.MINOR).toList());
    assertThat(harmless.version()).isEqualTo("1.3.0");
  }

  @Test
  void theDataOfADraftProposesNothing() {
    String[] parts =
        three(
            "SELECT hash(i + $part) % 500 AS a, ['x', 'y'][i % 2 + 1] AS b, CASE WHEN i % 9 > 0 THEN i % 11 END AS c FROM range(4000) r(i)");
    ContractDraft draft = Drafts.draft(folder, parts);
    ContractProposals found = propose(draft.document(), true, parts);
    assertThat(found.proposals()).isEmpty();
    assertThat(found.notes()).isEmpty();
  }

  @Test
  void anotherTableIsNotFound() {
    assertThatThrownBy(() -> ContractProposals.of(AMOUNT, "u", List.of(), List.of()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("The contract c 1.2.3 is not about 'u'.");
  }
}
