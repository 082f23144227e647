package dev.rondo.quality.change;

import dev.rondo.quality.Expectation;
import dev.rondo.quality.Rule;
import dev.rondo.quality.Severity;
import dev.rondo.quality.change.Change.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What changes in the rules of one object. A rule that was enforced and is no longer lets
/// consumers meet what they did not expect; one that is newly enforced refuses producers.
final class RuleChanges {
  private final String object;
  private final List<Change> changes = new ArrayList<>();

  private RuleChanges(String object) {
    this.object = object;
  }

  /// @param object its name, for paths
  static List<Change> of(String object, List<Rule> before, List<Rule> after) {
    RuleChanges changes = new RuleChanges(object);
    Map<String, Rule> older = byId(before);
    Map<String, Rule> newer = byId(after);
    newer.forEach((id, rule) ->
        Optional.ofNullable(older.get(id))
            .or(() -> twin(rule, older, newer))
            .ifPresentOrElse(was -> changes.compare(was, rule), () -> changes.added(rule)));
    older.forEach((id, rule) -> {
      if (!newer.containsKey(id) && twin(rule, newer, older).isEmpty()) {
        changes.removed(rule);
      }
    });
    return changes.changes;
  }

  private static Map<String, Rule> byId(List<Rule> rules) {
    Map<String, Rule> byId = new LinkedHashMap<>();
    rules.forEach(rule -> byId.put(rule.id(), rule));
    return byId;
  }

  /// A rule that asks the same under an id that only its side knows.
  private static Optional<Rule> twin(Rule rule, Map<String, Rule> others, Map<String, Rule> own) {
    return others.values().stream()
        .filter(other -> !own.containsKey(other.id()))
        .filter(other -> other.expectation().equals(rule.expectation()))
        .findFirst();
  }

  private static boolean isEnforced(Rule rule) {
    return rule.severity() == Severity.ERROR;
  }

  private String path(Rule rule) {
    return rule.expectation() instanceof Expectation.OfRows rows && rows.columns().size() == 1
        ? object + "." + rows.columns().getFirst()
        : object;
  }

  private void added(Rule rule) {
    if (isEnforced(rule)) {
      String sentence =
          "The rule '%s' is new: %s Data that break it are refused now."
              .formatted(rule.id(), rule.sentence());
      changes.add(Change.breaking(Kind.TIGHTENED, path(rule), sentence, Party.PRODUCERS));
    } else {
      changes.add(
          Change.harmless(
              Kind.ADDED,
              path(rule),
              "The rule '%s' is new and only tells: %s".formatted(rule.id(), rule.sentence()),
              Bump.MINOR));
    }
  }

  private void removed(Rule rule) {
    if (isEnforced(rule)) {
      String sentence =
          "The rule '%s' is gone: that %s is no longer promised."
              .formatted(rule.id(), quoted(rule));
      changes.add(Change.breaking(Kind.LOOSENED, path(rule), sentence, Party.CONSUMERS));
    } else {
      changes.add(
          Change.harmless(
              Kind.REMOVED,
              path(rule),
              "The rule '%s', which only told, is gone.".formatted(rule.id()),
              Bump.MINOR));
    }
  }

  private void compare(Rule before, Rule after) {
    if (isEnforced(before) != isEnforced(after)) {
      severity(before, after);
      return;
    }
    Strictness strictness =
        Strictness.of(before.expectation(), after.expectation())
            .and(Strictness.of(before.tolerance(), after.tolerance()));
    String sentence =
        "The rule '%s' asks %s: before, %s; now, %s."
            .formatted(after.id(), words(strictness), quoted(before), quoted(after));
    if (strictness != Strictness.SAME && isEnforced(after)) {
      changes.add(Change.breaking(kind(strictness), path(after), sentence, parties(strictness)));
    } else if (strictness != Strictness.SAME) {
      changes.add(Change.harmless(kind(strictness), path(after), sentence, Bump.MINOR));
    } else if (before.severity() != after.severity()) {
      changes.add(
          Change.harmless(
              Kind.CHANGED,
              path(after),
              "The rule '%s' is of severity %s now, not %s."
                  .formatted(after.id(), after.severity().text(), before.severity().text()),
              Bump.MINOR));
    }
  }

  private void severity(Rule before, Rule after) {
    if (isEnforced(after)) {
      String sentence =
          "The rule '%s' refuses data now, and does not only tell: %s"
              .formatted(after.id(), after.sentence());
      changes.add(Change.breaking(Kind.TIGHTENED, path(after), sentence, Party.PRODUCERS));
    } else {
      String sentence =
          "The rule '%s' only tells now: that %s is no longer promised."
              .formatted(after.id(), quoted(before));
      changes.add(Change.breaking(Kind.LOOSENED, path(after), sentence, Party.CONSUMERS));
    }
  }

  /// What a rule asks, inside a sentence.
  private static String quoted(Rule rule) {
    String sentence = rule.sentence();
    return '"'
        + (sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence)
        + '"';
  }

  private static String words(Strictness strictness) {
    return switch (strictness) {
      case TIGHTER -> "more";
      case LOOSER -> "less";
      case SAME -> "the same";
      case OTHER -> "something else";
    };
  }

  private static Kind kind(Strictness strictness) {
    return switch (strictness) {
      case TIGHTER -> Kind.TIGHTENED;
      case LOOSER -> Kind.LOOSENED;
      case SAME, OTHER -> Kind.CHANGED;
    };
  }

  private static Party[] parties(Strictness strictness) {
    return switch (strictness) {
      case TIGHTER -> new Party[] {Party.PRODUCERS};
      case LOOSER -> new Party[] {Party.CONSUMERS};
      case SAME, OTHER -> Party.values();
    };
  }
}
