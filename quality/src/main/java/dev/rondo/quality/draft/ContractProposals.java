package dev.rondo.quality.draft;

import dev.rondo.kernel.Problem;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.change.ContractDiff;
import dev.rondo.quality.change.Version;
import dev.rondo.quality.profile.Profile;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What new data speak for changing in a contract. Nothing is changed but by [#applied].
///
/// Three parts of new data at least are needed for any proposal. A rule is loosened only when its
/// breaches look like how the data are now: at least one row in a hundred of the newest part breaks
/// it, and so it is in more than half of the parts; numbers beyond a limit must lie near the
/// others, within three times the interquartile range of the middle half, and not be a code such as
/// -999; a value that a set does not know must come at least ten times in the newest part and stand
/// in more than half of them. A rule that more rows break than keep is dropped. Keys and references
/// are never loosened. A rule is tightened only when at least 1,000 values break it nowhere, and it
/// leaves more room than all that a draft from the new data would allow. All other breaches are
/// told in the notes, for people to look at.
///
/// @param notes what new data break, but should be looked at rather than allowed
public record ContractProposals(
    ContractDocument current, List<Proposal> proposals, List<String> notes) {
  public ContractProposals {
    proposals = List.copyOf(proposals);
    notes = List.copyOf(notes);
  }

  /// Looks a contract's rules over.
  ///
  /// @param object the table
  /// @param newer profiles of new parts of the table, in the order of time
  /// @param checks of the same parts, where they are known: they tell of rules that no profile
  ///   tells of, such as patterns and SQL; else empty
  /// @throws Problem `not-found` when the contract has no such table; `invalid-request` when there
  ///   is no profile
  public static ContractProposals of(
      ContractDocument current, String object, List<Profile> newer, List<QualityResult> checks) {
    return new Review(current, object, newer, checks).run();
  }

  /// The contract with these proposals done, of the version that they need; a draft keeps its
  /// reasons true.
  public ContractDocument applied(List<Proposal> chosen) {
    ContractDocument changed =
        changed(current, chosen.stream().flatMap(proposal -> proposal.edits().stream()).toList());
    Version version = ContractDiff.of(current, changed).neededAfter(current.version());
    ObjectNode tree = changed.tree();
    tree.put("version", version.toString());
    return ContractDocument.of(current.file(), tree);
  }

  static ContractDocument changed(ContractDocument current, List<Edit> edits) {
    ObjectNode tree = current.tree();
    Edit.apply(tree, edits);
    return ContractDocument.of(current.file(), tree);
  }
}
