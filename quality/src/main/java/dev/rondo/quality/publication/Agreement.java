package dev.rondo.quality.publication;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.TreeSet;

/// What someone says to agree to.
///
/// @param version as people write it
/// @param digest of what they have read, or its first digits; empty for what is proposed now
/// @param comment 2,000 characters at the most
public record Agreement(
    String contract, String version, String digest, String consumer, String comment) {
  private static final int LONGEST_COMMENT = 2_000;

  public Agreement {
    if (comment.length() > LONGEST_COMMENT) {
      throw Problem.invalid(
          "The comment has %d characters; %d are the most.", comment.length(), LONGEST_COMMENT);
    }
  }

  /// Refuses unless the proposal is what was read, and this consumer's agreement helps it.
  void requireFits(Proposal proposal) {
    Digest proposed = proposal.content().digest();
    boolean isWhatWasRead =
        digest.isEmpty()
            || digest.length() >= proposed.brief().length() && proposed.value().startsWith(digest);
    if (!isWhatWasRead) {
      throw Problem.conflict(
          "What is proposed as %s now has digest %s, not '%s': read it again before you agree.",
          proposal.content(), proposed.brief(), digest);
    }
    if (!proposal.obstacle().isEmpty()) {
      throw Problem.conflict("%s cannot be approved: %s", proposal.content(), proposal.obstacle());
    }
    if (!proposal.consumers().contains(consumer)) {
      throw Problem.notFound(
          "%s", Nearest.none("consumer", consumer, new TreeSet<>(proposal.consumers())));
    }
  }

  /// As what someone may agree: `owner` of the consumer, `administrator`, or `colleague` when
  /// nobody is declared to own it. Who proposes a change agrees to it for what is his own; for
  /// others only as an administrator, which is told: `administrator, author`.
  ///
  /// @param owner may be empty
  /// @param author who proposes it
  String standing(Caller caller, String owner, String author) {
    boolean isAuthor = caller.user().equals(author);
    if (!owner.isEmpty() && caller.user().equals(owner)) {
      return isAuthor ? "owner, author" : "owner";
    }
    if (caller.permissions().contains(Permission.ADMINISTER)) {
      return isAuthor ? "administrator, author" : "administrator";
    }
    if (!owner.isEmpty()) {
      throw Problem.of(
          ProblemCode.FORBIDDEN,
          "'%s' may not agree for '%s', which %s answers for; ask them, or an administrator.",
          caller.user(),
          consumer,
          owner);
    }
    if (isAuthor) {
      throw Problem.of(
          ProblemCode.FORBIDDEN,
          "'%s' proposes this change and may not agree to it for '%s'; ask a colleague who reads the"
              + " data, or an administrator.",
          author,
          consumer);
    }
    return "colleague";
  }
}
