package dev.rondo.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PapersTest {
  private static final String ROLE = "business-stakeholder";

  @TempDir Path folder;
  private Database database;
  private Events events;
  private Registry registry;
  private Papers papers;

  @BeforeEach
  void open() {
    TestClock clock = new TestClock();
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    registry =
        new Registry(
            database,
            events,
            new IdSource(clock, new Random(1)),
            clock,
            (_, _, model) -> model.equals("served") ? List.of("eta") : List.of());
    papers = registry.papers();
    register("free");
    register("served");
  }

  private void register(String model) {
    ModelContent content =
        new ModelContent(
            Digest.of(model), 1, "onnx", Signature.floats(List.of("a"), "b"), Map.of());
    String run = "%032x".formatted(model.hashCode());
    registry.register(Callers.ALL, new Registration(model, run, content, ""));
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  private static Papers.Change change(String owner, String licence, String card) {
    return new Papers.Change(
        Optional.of(owner).filter(text -> !text.isEmpty()),
        Optional.of(licence).filter(text -> !text.isEmpty()),
        Optional.of(card).filter(text -> !text.isEmpty()));
  }

  @Test
  void whatIsNotSaidAnewStaysAndWhatWasSaidIsKept() {
    papers.describe(Callers.ALL, "free", 1, change("mei", "Apache-2.0", "# Card"));
    VersionNotes now = papers.describe(Callers.ALL, "free", 1, change("ana", "", ""));
    assertThat(now.licence()).isEqualTo("Apache-2.0");
    assertThat(now.card()).isEqualTo("# Card");
    assertThat(papers.notes(Callers.ALL, "free", 1))
        .extracting(VersionNotes::owner)
        .containsExactly("ana", "mei");
    assertThat(papers.notes(Callers.ALL, "served", 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MIT",
        "GPL-2.0+",
        "MIT OR BSD-2-Clause",
        "(MIT AND LicenseRef-Own) OR GPL-2.0-only WITH Classpath-exception-2.0"
      })
  void aLicenceIsAnSpdxExpression(String licence) {
    assertThat(papers.describe(Callers.ALL, "free", 1, change("", licence, "")).licence())
        .isEqualTo(licence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"free for all", "MIT OR", "(MIT", "MIT or BSD", "<b>", " MIT"})
  void whatIsNoneIsRefused(String licence) {
    assertThatThrownBy(() -> papers.describe(Callers.ALL, "free", 1, change("", licence, "")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("is not an SPDX licence expression");
    assertThat(papers.notes(Callers.ALL, "free", 1)).isEmpty();
  }

  @Test
  void anOwnerIsOneLineAndACardHasABound() {
    assertThatThrownBy(() -> papers.describe(Callers.ALL, "free", 1, change("a\nb", "", "")))
        .hasMessageContaining("not one line");
    String tooLong = "x".repeat(VersionNotes.LONGEST_CARD + 1);
    assertThatThrownBy(() -> papers.describe(Callers.ALL, "free", 1, change("", "", tooLong)))
        .hasMessageContaining("100,001 characters");
    assertThatThrownBy(() -> papers.describe(Callers.ALL, "none", 1, change("a", "", "")))
        .hasMessageContaining("name=none");
  }

  @Test
  void describingNeedsTheRightToRegister() {
    Caller reader = new Caller("ana", Callers.ALL.project(), EnumSet.of(Permission.READ));
    assertThatThrownBy(() -> papers.describe(reader, "free", 1, change("a", "", "")))
        .isInstanceOf(Problem.class)
        .extracting(e -> ((Problem) e).code())
        .isEqualTo(ProblemCode.FORBIDDEN);
    assertThat(papers.decide(reader, "free", 1, ROLE, Approval.APPROVED, "It is fair.").by())
        .isEqualTo("ana");
  }

  @Test
  void noWayLeadsToProductionWithoutTheApprovalThatIsNeeded() {
    papers.setApprover(Callers.ALL, Optional.of(ROLE));
    refused(() -> registry.promote(Callers.ALL, "free", 1, "Good."));
    refused(() -> registry.setStage(Callers.ALL, "free", 1, Stage.PRODUCTION, "Good."));
    refused(() -> registry.setAlias(Callers.ALL, "free", Registry.PRODUCTION, 1, "Good."));
    refused(() -> registry.setStage(Callers.ALL, "served", 1, Stage.PRODUCTION, "Good."));
    refused(() -> registry.setAlias(Callers.ALL, "served", Registry.PRODUCTION, 1, "Good."));
    registry.setStage(Callers.ALL, "free", 1, Stage.STAGING, "Tried.");
    decide("data-scientist", Approval.APPROVED);
    refused(() -> registry.promote(Callers.ALL, "served", 1, "Good."));
    decide(ROLE, Approval.APPROVED);
    decide(ROLE, Approval.REJECTED);
    refused(() -> registry.promote(Callers.ALL, "served", 1, "Good."));
    decide(ROLE, Approval.APPROVED);
    assertThat(registry.promote(Callers.ALL, "served", 1, "Good.").status())
        .isEqualTo(VersionStatus.PRODUCTION);
    assertThat(papers.approvals(Callers.ALL, "served", 1)).hasSize(4);
  }

  private void decide(String role, String verdict) {
    papers.decide(Callers.ALL, "served", 1, role, verdict, "Because.");
  }

  private static void refused(Runnable way) {
    assertThatThrownBy(way::run)
        .isInstanceOf(Problem.class)
        .hasMessageContaining("needs the approval of a business-stakeholder")
        .extracting(e -> ((Problem) e).code())
        .isEqualTo(ProblemCode.PRECONDITION_FAILED);
  }

  @Test
  void aProjectThatAsksForNoneNeedsNone() {
    papers.setApprover(Callers.ALL, Optional.of(ROLE));
    papers.setApprover(Callers.ALL, Optional.empty());
    assertThat(papers.approver(Callers.ALL)).isEmpty();
    assertThat(registry.promote(Callers.ALL, "free", 1, "Good.").aliases())
        .contains(Registry.PRODUCTION);
  }
}
