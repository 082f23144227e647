package dev.rondo.quality.change;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.ContractDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What differs between two versions of a contract, and whom it breaks. The version number itself
/// is no change.
///
/// @param changes what breaks someone first
public record ContractDiff(List<Change> changes) {
  public ContractDiff {
    changes = List.copyOf(changes);
  }

  public static ContractDiff of(ContractDocument before, ContractDocument after) {
    List<Change> changes = new ArrayList<>(new DocumentChanges(before, after).all());
    changes.sort(Comparator.comparing(Change::needs).reversed());
    return new ContractDiff(changes);
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  public boolean isBreaking() {
    return changes.stream().anyMatch(Change::isBreaking);
  }

  /// The part of the version number that the changes raise.
  public Bump needed() {
    return changes.stream().map(Change::needs).max(Comparator.naturalOrder()).orElse(Bump.NONE);
  }

  /// The least version that the newer contract may have.
  ///
  /// @throws Problem `invalid-request` when the older version is not in numbers
  public Version neededAfter(String version) {
    return Version.parse(version).after(needed());
  }

  /// Finds out whether the newer version may be published: its number must say what changes, and to
  /// a breaking change every consumer must have agreed.
  ///
  /// @throws Problem `precondition-failed` with everything that is missing; `invalid-request` when
  ///   a version is not in numbers
  public static ContractDiff publishable(
      ContractDocument before, ContractDocument after, Approvals approvals) {
    ContractDiff diff = of(before, after);
    List<Mistake> missing = new ArrayList<>();
    Version needed = diff.neededAfter(before.version());
    if (Version.parse(after.version()).compareTo(needed) < 0) {
      missing.add(
          Mistake.at(
              "/version",
              "The version must be %s or later, not %s, for %s."
                  .formatted(needed, after.version(), diff.reason())));
    }
    if (diff.isBreaking()) {
      for (String consumer : approvals.missing()) {
        missing.add(
            Mistake.at(
                "",
                "'%s' uses the data and has not agreed to %s.".formatted(consumer, diff.reason())));
      }
    }
    if (!missing.isEmpty()) {
      throw Problem.of(
          ProblemCode.PRECONDITION_FAILED,
          "%s cannot be published: %s".formatted(after, missing.getFirst().message()),
          missing);
    }
    return diff;
  }

  private String reason() {
    long breaking = changes.stream().filter(Change::isBreaking).count();
    return breaking > 0
        ? breaking == 1 ? "a breaking change" : breaking + " breaking changes"
        : changes.isEmpty() ? "the same contract" : "what changed";
  }
}
