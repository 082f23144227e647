package dev.rondo.quality.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.quality.ContractDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationsTest {
  private static final Caller ALL = Callers.ALL;
  private static final Set<String> READERS = Set.of("model:a", "model:b");

  @TempDir Path folder;
  private Database database;
  private Events events;
  private Publications publications;

  @BeforeEach
  void open() {
    TestClock clock = new TestClock();
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    publications = new Publications(database, events, clock);
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  private static ContractText text(String version, String purpose) {
    String text =
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: orders
        version: "%s"
        status: active
        description: {purpose: %s}
        schema:
          - name: orders
            logicalType: object
            properties: [{name: id, logicalType: string}]
        """
            .formatted(version, purpose);
    ContractDocument document = ContractDocument.parse("contracts/orders.yaml", text);
    return ContractText.of(document, text, Set.of("data-set:orders"));
  }

  private static Proposal proposal(String commit, ContractText text, Set<String> missing) {
    return new Proposal(text, commit, "ada", Optional.empty(), missing, missing, "");
  }

  private void publish(String commit) {
    database.write(tx -> {
      publications.publish(tx, ALL, commit, "ada");
      return true;
    });
  }

  private void proposeAndPublish(String commit, ContractText... texts) {
    List<Proposal> all = new ArrayList<>();
    for (ContractText text : texts) {
      all.add(proposal(commit, text, Set.of()));
    }
    publications.propose(ALL, all);
    publish(commit);
  }

  private static Agreement agreement(String version, String consumer) {
    return new Agreement("orders", version, "", consumer, "Fine.");
  }

  private List<String> told() {
    return events.latest(ALL, 100).reversed().stream().map(Event::type).toList();
  }

  @Test
  void whatACommitProposedIsPublishedOnceAndForEver() {
    proposeAndPublish("c1", text("1.0.0", "To sell."));
    proposeAndPublish("c2", text("1.0.0", "To sell."));
    proposeAndPublish("c3", text("1.1", "To sell more."));
    assertThat(publications.versions(ALL, "orders"))
        .extracting(one -> one.content() + " of " + one.commit() + " by " + one.user())
        .containsExactly("orders 1.1.0 of c3 by ada", "orders 1.0.0 of c1 by ada");
    assertThat(publications.versions(ALL, "orders").getLast().content())
        .isEqualTo(text("1.0.0", "To sell."));
    assertThat(publications.newest(ALL)).hasSize(1);
    assertThat(publications.proposals(ALL)).isEmpty();
    assertThat(told()).containsExactly("contract.published", "contract.published");
  }

  @Test
  void aVersionNeverGetsAnotherContent() {
    proposeAndPublish("c1", text("1.0.0", "To sell."));
    publications.propose(ALL, List.of(proposal("c2", text("1.0", "To buy."), Set.of())));
    assertThatThrownBy(() -> publish("c2"))
        .isInstanceOfSatisfying(
            Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.CONFLICT))
        .hasMessageContaining("orders 1.0.0 is published with digest");
    assertThat(publications.versions(ALL, "orders")).hasSize(1);
  }

  @Test
  void whatIsGoneFromTheFilesIsWithdrawnAndMayComeBack() {
    proposeAndPublish("c1", text("1.0.0", "To sell."));
    proposeAndPublish("c2");
    assertThat(publications.newest(ALL).getFirst().withdrawn()).isPresent();
    proposeAndPublish("c3");
    proposeAndPublish("c4", text("1.0.0", "To sell."));
    assertThat(publications.newest(ALL).getFirst().withdrawn()).isEmpty();
    assertThat(told()).containsExactly("contract.published", "contract.withdrawn");
  }

  private static Caller user(String name, Permission... more) {
    Set<Permission> permissions = new HashSet<>(Set.of(more));
    permissions.addAll(Set.of(Permission.READ, Permission.APPROVE_CONTRACTS));
    return new Caller(name, ALL.project(), permissions);
  }

  @Test
  void onlyWhoAnswersForAConsumerAgreesForItOrAnAdministrator() {
    publications.propose(ALL, List.of(proposal("c1", text("2.0.0", "To sell."), READERS)));
    assertThatThrownBy(() -> publications.approve(user("ada"), agreement("2", "model:a"), "bob"))
        .hasMessageContaining("'ada' may not agree for 'model:a', which bob answers for");
    assertThatThrownBy(() -> publications.approve(user("eve"), agreement("2", "model:a"), "bob"))
        .isInstanceOfSatisfying(
            Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.FORBIDDEN));
    assertThat(publications.agreed(ALL, text("2.0.0", "To sell."))).isEmpty();
    assertThat(publications.approve(user("bob"), agreement("2", "model:a"), "bob").standing())
        .isEqualTo("owner");
    Caller root = user("root", Permission.ADMINISTER);
    assertThat(publications.approve(root, agreement("2", "model:b"), "bob").standing())
        .isEqualTo("administrator");
    assertThat(publications.approvals(ALL, "orders"))
        .extracting(one -> one.consumer() + " " + one.user() + " " + one.standing())
        .containsExactly("model:a bob owner", "model:b root administrator");
  }

  @Test
  void whoProposesDoesNotAgreeForOthers() {
    publications.propose(ALL, List.of(proposal("c1", text("2.0.0", "To sell."), READERS)));
    assertThatThrownBy(() -> publications.approve(user("ada"), agreement("2", "model:a"), ""))
        .hasMessageContaining("'ada' proposes this change and may not agree to it for 'model:a'");
    Caller pusher = new Caller("bob", ALL.project(), Set.of(Permission.READ, Permission.PUSH_CODE));
    assertThatThrownBy(() -> publications.approve(pusher, agreement("2", "model:a"), ""))
        .hasMessageContaining("'bob' may not approve contracts");
    assertThat(publications.approve(user("bob"), agreement("2", "model:a"), "").standing())
        .isEqualTo("colleague");
    Caller alone = user("ada", Permission.ADMINISTER);
    assertThat(publications.approve(alone, agreement("2", "model:b"), "ann").standing())
        .isEqualTo("administrator, author");
    assertThat(events.latest(ALL, 1).getFirst().data().path("standing").asString())
        .isEqualTo("administrator, author");
  }

  @Test
  void whoProposesAgreesForHisOwn() {
    publications.propose(ALL, List.of(proposal("c1", text("2.0.0", "To sell."), READERS)));
    assertThat(publications.approve(user("ada"), agreement("2", "model:a"), "ada").standing())
        .isEqualTo("owner, author");
  }

  @Test
  void anApprovalHoldsForExactlyTheContentThatWasRead() {
    ContractText read = text("2.0.0", "To sell.");
    publications.propose(ALL, List.of(proposal("c1", read, READERS)));
    publications.approve(ALL, agreement("2", "model:a"), "");
    assertThat(publications.agreed(ALL, read)).containsExactly("model:a");
    ContractText other = text("2.0.0", "To give away.");
    publications.propose(ALL, List.of(proposal("c2", other, READERS)));
    assertThat(publications.agreed(ALL, other)).isEmpty();
    assertThat(publications.missing(ALL, publications.proposal(ALL, "orders").orElseThrow()))
        .containsExactly("model:a", "model:b");
    String digest = read.digest().brief();
    assertThatThrownBy(() ->
            publications.approve(ALL, new Agreement("orders", "2", digest, "model:a", ""), ""))
        .hasMessageContaining("not '" + digest + "': read it again");
    publications.approve(
        ALL, new Agreement("orders", "2", other.digest().brief(), "model:a", ""), "");
    assertThat(publications.approvals(ALL, "orders")).hasSize(2);
  }

  @Test
  void whoAgreesAtTheSameTimeIsCountedOnce() throws Exception {
    publications.propose(ALL, List.of(proposal("c1", text("2.0.0", "x"), READERS)));
    assertThat(publications.isAgreedSince(ALL, "c1")).isFalse();
    List<Callable<Approval>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String consumer = i % 2 == 0 ? "model:a" : "model:b";
      calls.add(() -> publications.approve(ALL, agreement("2.0.0", consumer), ""));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var given : threads.invokeAll(calls)) {
        assertThat(given.get().user()).isEqualTo(ALL.user());
      }
    }
    assertThat(publications.approvals(ALL, "orders")).hasSize(2);
    assertThat(told()).containsExactly("contract.approved", "contract.approved");
    assertThat(publications.isAgreedSince(ALL, "c1")).isTrue();
    assertThat(publications.isAgreedSince(ALL, "c2")).isFalse();
    publications.propose(
        ALL,
        List.of(
            new Proposal(
                text("2.0.0", "x"), "c1", "ada", Optional.empty(), READERS, Set.of(), "")));
    assertThat(publications.isAgreedSince(ALL, "c1")).as("it was judged with them").isFalse();
  }

  @Test
  void whatCannotBeAgreedToIsTold() {
    publications.propose(ALL, List.of(proposal("c1", text("2.0.0", "x"), READERS)));
    assertThatThrownBy(() -> publications.approve(ALL, agreement("2.0.0", "modell:a"), ""))
        .hasMessage("There is no consumer 'modell:a'. Did you mean 'model:a'?");
    assertThatThrownBy(() -> publications.approve(ALL, agreement("2.0.1", "model:a"), ""))
        .hasMessage("There is no proposal 'orders 2.0.1'. Did you mean 'orders 2.0.0'?");
    assertThatThrownBy(() -> publications.approve(ALL, agreement("soon", "model:a"), ""))
        .hasMessageContaining("'soon' is not a version");
    assertThatThrownBy(() -> publications.approve(Callers.NONE, agreement("2.0.0", "model:a"), ""))
        .hasMessageContaining("may not approve contracts");
    Caller stranger = Caller.platform("test", new ProjectName("stranger"));
    assertThatThrownBy(() -> publications.approve(stranger, agreement("2.0.0", "model:a"), ""))
        .hasMessageContaining("There is no proposal");
    assertThat(publications.proposals(stranger)).isEmpty();
    publications.propose(
        ALL,
        List.of(
            new Proposal(
                text("1.1.0", "x"),
                "c2",
                "ada",
                Optional.empty(),
                READERS,
                READERS,
                "It must be 2.0.0.")));
    assertThatThrownBy(() -> publications.approve(ALL, agreement("1.1.0", "model:a"), ""))
        .hasMessage("orders 1.1.0 cannot be approved: It must be 2.0.0.");
    proposeAndPublish("c3", text("1.1.0", "x"));
    assertThatThrownBy(() -> publications.approve(ALL, agreement("1.1.0", "model:a"), ""))
        .hasMessageContaining("is published already");
  }
}
