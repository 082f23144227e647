package dev.rondo.quality.draft;

import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Problem;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.Expectation;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.Rule;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.change.Change;
import dev.rondo.quality.change.ContractDiff;
import dev.rondo.quality.change.Party;
import dev.rondo.quality.draft.Proposal.Kind;
import dev.rondo.quality.profile.Profile;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Looks a contract's rules over, one by one, in the light of new data. Confined to one review.
final class Review {
  private final ContractDocument current;
  private final ContractDocument plain;
  private final Contract contract;
  private final List<Profile> newer;
  private final List<QualityResult> checks;
  private final List<Proposal> proposals = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Review(ContractDocument current, String object, List<Profile> newer, List<QualityResult> checks) {
    this.current = current;
    this.plain = plain(current);
    this.contract =
        current
            .object(object)
            .orElseThrow(() ->
                Problem.notFound(
                    "The contract %s is not about '%s'.%s",
                    current,
                    object,
                    Nearest.hint(
                        object, current.objects().stream().map(Contract::object).toList())));
    this.newer = List.copyOf(newer);
    this.checks = List.copyOf(checks);
  }

  ContractProposals run() {
    Evidence evidence = Evidence.of(newer);
    if (!evidence.hasEnoughParts()) {
      notes.add(
          "Rules follow what lasts: %d parts of new data or more are needed, not %d."
              .formatted(Evidence.ENOUGH_PARTS, newer.size()));
    } else {
      RuleReview review = new RuleReview(this, evidence);
      contract.rules().forEach(rule -> review.look(rule, breaches(rule)));
      new Additions(this).look();
    }
    return new ContractProposals(current, proposals, notes);
  }

  Contract contract() {
    return contract;
  }

  List<Profile> newer() {
    return newer;
  }

  JsonNode at(String path) {
    return current.tree().at(path);
  }

  void note(String format, Object... arguments) {
    notes.add(format.formatted(arguments));
  }

  /// What the checks counted; empty when there are none.
  private Breaches breaches(Rule rule) {
    return new Breaches(
        checks.stream()
            .flatMap(
                check -> check.rule(rule.id()).stream().map(result -> part(result, check.read())))
            .toList());
  }

  private static Breaches.Part part(RuleResult result, long read) {
    return new Breaches.Part(result.wholeTable() ? 0 : result.breaches(), read);
  }

  /// Proposes another form of one rule, unless it changes nothing.
  void propose(Kind kind, Rule rule, RulePlace place, String reason, Consumer<ObjectNode> edit) {
    propose(kind, rule.id(), rule.id(), reason, List.of(place.edit(reason, edit)));
  }

  /// Proposes a change, unless it changes nothing.
  ///
  /// @param id the rule's, as it is
  /// @param later the rule's id afterwards; empty when it is gone
  void propose(Kind kind, String id, String later, String reason, List<Edit> edits) {
    ContractDocument changed = ContractProposals.changed(current, edits);
    ContractDiff diff = ContractDiff.of(current, changed);
    if (diff.isEmpty()) {
      return;
    }
    Set<Party> breaks = EnumSet.noneOf(Party.class);
    diff.changes().stream().map(Change::breaks).forEach(breaks::addAll);
    proposals.add(
        new Proposal(
            kind,
            id,
            sentence(plain, id),
            later.isEmpty() ? "" : sentence(plain(changed), later),
            reason,
            diff.needed(),
            breaks,
            edits));
  }

  private String sentence(ContractDocument document, String id) {
    return document
        .object(contract.object())
        .flatMap(object -> object.rule(id))
        .map(Rule::sentence)
        .orElse("");
  }

  /// The same with every rule in the words of its numbers, not in people's.
  private static ContractDocument plain(ContractDocument document) {
    ObjectNode tree = document.tree();
    for (JsonNode object : tree.path("schema")) {
      withoutWords(object);
      object.path("properties").forEach(Review::withoutWords);
    }
    return ContractDocument.of(document.file(), tree);
  }

  private static void withoutWords(JsonNode owner) {
    for (JsonNode rule : owner.path("quality")) {
      if (rule instanceof ObjectNode object) {
        object.remove("description");
      }
    }
  }

  /// Whether a rule of the contract is of the kind, and on just this column.
  boolean hasRule(Class<? extends Expectation.OfRows> kind, String column) {
    return contract.rules().stream()
        .map(Rule::expectation)
        .filter(kind::isInstance)
        .anyMatch(expectation ->
            Optional.of(kind.cast(expectation).columns())
                .filter(List.of(column)::equals)
                .isPresent());
  }
}
