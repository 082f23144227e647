package dev.rondo.quality.draft;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Expectation;
import dev.rondo.quality.Rule;
import dev.rondo.quality.Severity;
import dev.rondo.quality.Tolerance;
import dev.rondo.quality.draft.Proposal.Kind;
import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.ValueCount;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Looks at one rule after the other. Confined to one review.
final class RuleReview {
  private static final long ENOUGH_VALUES = 1000;
  private static final long OFTEN = 10;

  private final Review review;
  private final Evidence evidence;

  RuleReview(Review review, Evidence evidence) {
    this.review = review;
    this.evidence = evidence;
  }

  /// @param counted what checks counted; nothing when there were none
  void look(Rule rule, Breaches counted) {
    RulePlace place = RulePlace.of(rule, review);
    switch (rule.expectation()) {
      case Expectation.Range range when rule.tolerance().equals(Tolerance.NONE) ->
          column(range.column())
              .ifPresent(
                  column -> new RangeReview(review, rule, place, column).look(range, counted));
      case Expectation.OneOf set ->
          column(set.column()).ifPresent(column -> set(rule, place, set, column, counted));
      case Expectation.NotNull(String name) ->
          column(name).ifPresent(column -> present(rule, place, counted(column, counted)));
      case Expectation.Length length ->
          column(length.column()).ifPresent(column -> length(rule, place, length, column, counted));
      case Expectation.RowCount _ -> rows(rule, place);
      case Expectation.Unique _, Expectation.References _, Expectation.OfType _ -> {
        if (counted.isAny()) {
          review.note("%s: %s. Look at them; this is not loosened.", rule.id(), counted.words());
        }
      }
      case Expectation.Matches _, Expectation.Formatted _, Expectation.MultipleOf _ ->
          share(rule, place, counted);
      case Expectation.Range _, Expectation.RowSql _ -> share(rule, place, counted);
      case Expectation.RowCountChange _, Expectation.Breaches _, Expectation.Freshness _ -> {}
      case Expectation.Retention _, Expectation.Frequency _, Expectation.NoExtraColumns _ -> {}
      case Expectation.Query _, Expectation.FromCatalog _ -> {}
    }
  }

  private Optional<ColumnEvidence> column(String name) {
    return evidence.all().column(name).map(evidence::column);
  }

  private static Breaches counted(ColumnEvidence column, Breaches counted) {
    return counted.isKnown()
        ? counted
        : new Breaches(
            column.parts().stream()
                .map(part -> new Breaches.Part(part.counts().nulls(), part.counts().rows()))
                .toList());
  }

  /// A value may be missing: in so large a share of rows as Wilson's bound tells.
  private void present(Rule rule, RulePlace place, Breaches breaches) {
    if (place.isKey() && breaches.isAny()) {
      review.note("%s: %s. A key has no gaps; look at them.", rule.id(), breaches.words());
    } else if (place.isImplied() && breaches.areLasting() && !breaches.areMost()) {
      ObjectNode rule2 = Json.object().put("id", "missing:" + place.columnName());
      rule2.put("metric", "nullValues").put("unit", "percent");
      rule2.set("mustBeLessOrEqualTo", ColumnDrafter.percent(breaches.bound()));
      String reason = shareReason(breaches);
      Reasons.put(rule2, reason);
      review.propose(
          Kind.LOOSEN,
          rule.id(),
          "missing:" + place.columnName(),
          reason,
          List.of(
              Edit.on(
                  place.column(),
                  column -> {
                    column.remove("required");
                    Reasons.remove(column, "required");
                    column.withArray("quality").add(rule2);
                  })));
    } else {
      share(rule, place, breaches);
    }
  }

  private static String shareReason(Breaches breaches) {
    return breaches.words()
        + "; Wilson's upper bound of the share, in the part with the most, is "
        + Figures.percent(breaches.bound())
        + ".";
  }

  /// How many rows a rule puts up with, by the shares that break it.
  private void share(Rule rule, RulePlace place, Breaches breaches) {
    if (!breaches.isKnown()) {
      return;
    }
    Tolerance tolerance = rule.tolerance();
    boolean isKept =
        breaches.parts().stream().allMatch(part -> tolerance.allows(part.broken(), part.rows()));
    if (isKept) {
      tightenShare(rule, place, breaches);
    } else if (breaches.areMost()) {
      drop(rule, place, breaches);
    } else if (!breaches.areLasting()) {
      review.note("%s: %s. So few are no rule; look at them.", rule.id(), breaches.words());
    } else if (place.isImplied()) {
      review.note(
          "%s: %s. The column's own keys know no share: write the rule in 'quality', or mend the data.",
          rule.id(), breaches.words());
    } else {
      tolerate(Kind.LOOSEN, rule, place, breaches);
    }
  }

  private void tightenShare(Rule rule, RulePlace place, Breaches breaches) {
    boolean isShare = rule.tolerance().measure() == Tolerance.Measure.PERCENT;
    boolean isFar = rule.tolerance().limit() > 3 * 100 * breaches.bound() && breaches.bound() < 1;
    if (isShare && isFar && breaches.rows() >= ENOUGH_VALUES) {
      tolerate(Kind.TIGHTEN, rule, place, breaches);
    }
  }

  private void tolerate(Kind kind, Rule rule, RulePlace place, Breaches breaches) {
    if (!place.isOurs()) {
      review.note("%s: %s. Its engine's words are left to people.", rule.id(), breaches.words());
      return;
    }
    String reason = shareReason(breaches);
    review.propose(
        kind,
        rule,
        place,
        reason,
        item -> {
          List.of("mustBe", "mustBeLessThan", "mustBeLessOrEqualTo").forEach(item::remove);
          if (item.path("implementation") instanceof ObjectNode how) {
            how.remove("mostly");
          }
          item.put("unit", "percent");
          item.set("mustBeLessOrEqualTo", ColumnDrafter.percent(breaches.bound()));
        });
  }

  private void drop(Rule rule, RulePlace place, Breaches breaches) {
    if (rule.severity() == Severity.ERROR) {
      review.propose(
          Kind.DROP,
          rule.id(),
          "",
          breaches.words() + "; more rows break the rule than keep it.",
          place.removal(rule));
    }
  }

  /// Values that come often and last are let in; values that never come are taken out.
  private void set(
      Rule rule, RulePlace place, Expectation.OneOf set, ColumnEvidence column, Breaches counted) {
    Set<String> known = new HashSet<>();
    set.values().forEach(value -> known.add(text(value)));
    boolean isComplete = column.filled().stream().allMatch(part -> part.values().complete());
    if (!isComplete || column.present() == 0) {
      share(rule, place, counted);
      return;
    }
    List<String> fresh =
        column.all().values().top().stream()
            .map(ValueCount::value)
            .map(RuleReview::text)
            .filter(value -> !known.contains(value))
            .toList();
    List<String> lasting = fresh.stream().filter(value -> isLasting(column, value)).toList();
    if (!fresh.isEmpty() && fresh.size() > lasting.size()) {
      List<String> rare =
          fresh.stream().filter(value -> !lasting.contains(value)).limit(5).toList();
      review.note(
          "%s: %s came, too rarely or in too few parts to be let in; look at them.",
          rule.id(), Figures.names(rare));
    }
    if (!place.isOurs()) {
      return;
    }
    if (!lasting.isEmpty()) {
      String reason =
          "%s came at least %d times in the newest of %d parts, and in more than half of them."
              .formatted(Figures.names(lasting), OFTEN, column.parts().size());
      review.propose(
          Kind.LOOSEN,
          rule,
          place,
          reason,
          item -> lasting.forEach(value -> RulePlace.values(item).add(json(set, value))));
    } else if (fresh.isEmpty()) {
      unused(rule, place, set, column);
    }
  }

  private void unused(Rule rule, RulePlace place, Expectation.OneOf set, ColumnEvidence column) {
    Set<String> seen = new HashSet<>();
    column.all().values().top().forEach(value -> seen.add(text(value.value())));
    List<String> never =
        set.values().stream().map(RuleReview::text).filter(value -> !seen.contains(value)).toList();
    ColumnKind kind =
        set.values().getFirst() instanceof Number ? ColumnKind.INTEGER : ColumnKind.STRING;
    boolean isSure = Members.of(column, kind).filter(Members::isSure).isPresent();
    if (never.isEmpty() || !isSure || column.present() < ENOUGH_VALUES) {
      return;
    }
    String reason =
        "%s did not come once among %s values in %d parts."
            .formatted(
                Figures.names(never), Figures.count(column.present()), column.parts().size());
    review.propose(
        Kind.TIGHTEN,
        rule,
        place,
        reason,
        item -> {
          ArrayNode values = RulePlace.values(item);
          for (int i = values.size() - 1; i >= 0; i--) {
            if (never.contains(text(values.get(i).asString()))) {
              values.remove(i);
            }
          }
        });
  }

  /// Numbers alike, however they are written.
  private static String text(Object value) {
    try {
      return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return value.toString();
    }
  }

  private static tools.jackson.databind.JsonNode json(Expectation.OneOf set, String value) {
    return set.values().getFirst() instanceof Number
        ? Figures.json(new BigDecimal(value))
        : tools.jackson.databind.node.JsonNodeFactory.instance.stringNode(value);
  }

  private static boolean isLasting(ColumnEvidence column, String value) {
    long parts = column.parts().stream().filter(part -> count(part, value) > 0).count();
    return parts * 2 > column.parts().size() && count(column.parts().getLast(), value) >= OFTEN;
  }

  private static long count(ColumnProfile part, String value) {
    return part.values().top().stream()
        .filter(one -> text(one.value()).equals(value))
        .mapToLong(ValueCount::count)
        .sum();
  }

  private void length(
      Rule rule,
      RulePlace place,
      Expectation.Length length,
      ColumnEvidence column,
      Breaches counted) {
    var text = column.all().text();
    if (text.isEmpty() || !place.isOurs()) {
      return;
    }
    OptionalInt most = length.most();
    if (most.isPresent() && text.get().longest() > most.getAsInt()) {
      long lasting =
          column.parts().stream()
              .flatMap(part -> part.text().stream())
              .filter(part -> part.longest() > most.getAsInt())
              .count();
      boolean isHonest =
          counted.isKnown() ? counted.areLasting() : lasting * 2 > column.parts().size();
      String found =
          "texts of up to %s characters came in %d of %d parts"
              .formatted(Figures.count(text.get().longest()), lasting, column.parts().size());
      if (isHonest) {
        lengthen(rule, place, text.get().longest(), found);
      } else {
        review.note("%s: %s, but rarely; look at them.", rule.id(), found);
      }
    }
  }

  private void lengthen(Rule rule, RulePlace place, long longest, String found) {
    String reason = Character.toUpperCase(found.charAt(0)) + found.substring(1) + ".";
    review.propose(
        Kind.LOOSEN, rule, place, reason, item -> RulePlace.ends(item).put("maxLength", longest));
  }

  private void rows(Rule rule, RulePlace place) {
    Expectation.RowCount count = (Expectation.RowCount) rule.expectation();
    var rows = evidence.parts().stream().mapToLong(part -> part.rows()).summaryStatistics();
    List<Boolean> kept =
        evidence.parts().stream().map(part -> count.comparison().holds(part.rows())).toList();
    long broken = kept.stream().filter(one -> !one).count();
    if (broken > 0 && (kept.getLast() || broken * 2 <= kept.size() || rows.getMin() == 0)) {
      review.note("%s: %d of %d parts break it; look at them.", rule.id(), broken, kept.size());
    } else if (broken > 0 && place.isOurs()) {
      String reason = RowCountDrafter.reason(rows);
      review.propose(
          Kind.LOOSEN,
          rule,
          place,
          reason,
          item -> {
            List.copyOf(item.propertyNames()).stream()
                .filter(key -> key.startsWith("must"))
                .forEach(item::remove);
            item.setAll(RowCountDrafter.between(RowCountDrafter.limits(rows)));
          });
    }
  }
}
