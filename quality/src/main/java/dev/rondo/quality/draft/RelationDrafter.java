package dev.rondo.quality.draft;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.profile.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What holds between columns on every row becomes a rule in SQL. Sums, products and equalities do
/// not hold on 30 rows by chance; that one column is never above another is believed when
/// [Wilson]'s bound of rows where it is not is at most 1 %.
record RelationDrafter(Profile profile, Map<String, ColumnKind> kinds, ObjectNode object, Log log) {
  private static final int FEWEST = 30;
  private static final double RARE = 0.01;
  private static final int MOST = 20;
  private static final int FEW = 20;

  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric at between both by case cast"
                  + " check collate column constraint create cross current_date current_time"
                  + " current_timestamp default deferrable desc describe distinct do else end except"
                  + " exists false fetch for foreign from full group having ilike in initially inner"
                  + " intersect into is isnull join lambda lateral leading left like limit natural"
                  + " not notnull null offset on only or order outer overlaps pivot pivot_longer"
                  + " pivot_wider placing positional primary qualify references returning right row"
                  + " select semi show similar some struct summarize symmetric table tablesample"
                  + " then to trailing true try_cast union unique unpivot using values variadic when"
                  + " where window with")
              .split(" "));

  /// Whole numbers below are added without loss.
  private static final double SMALL = 1e8;

  void draft() {
    List<Relation> held =
        profile.relations().stream()
            .filter(relation -> kinds.keySet().containsAll(relation.columns()))
            .filter(relation -> relation.kind() != Relation.Kind.DETERMINES)
            .filter(relation -> !isImplied(relation))
            .toList();
    int count = 0;
    for (Relation relation : held) {
      if (relation.kind() == Relation.Kind.AT_MOST
          && relation.columns().stream().anyMatch(this::isCode)) {
        log.note("%s on every row; with so few values that may be chance.", relation.sentence());
      } else if (!isBelieved(relation)) {
        log.note("%s, but on too few rows to be a rule.", relation.sentence());
      } else if (++count > MOST) {
        log.note("%s; so many relations are no longer rules.", relation.sentence());
      } else {
        add(relation);
      }
    }
    dependencies();
  }

  private void dependencies() {
    Map<String, List<String>> determined = new LinkedHashMap<>();
    profile.relations().stream()
        .filter(relation -> relation.kind() == Relation.Kind.DETERMINES)
        .forEach(relation ->
            determined
                .computeIfAbsent(relation.columns().getFirst(), _ -> new ArrayList<>())
                .add(relation.columns().getLast()));
    determined.forEach((name, others) ->
        log.note(
            "Rows with equal '%s' have equal %s; no rule on rows says so.",
            name, Figures.names(others)));
  }

  /// Few values, which are likely no measure.
  private boolean isCode(String name) {
    return profile
        .column(name)
        .filter(column -> column.values().complete() && column.values().distinct() <= FEW)
        .isPresent();
  }

  /// A part of a sum is at most the sum, where no part is negative; no news in that.
  private boolean isImplied(Relation relation) {
    return relation.kind() == Relation.Kind.AT_MOST
        && profile.relations().stream()
            .filter(other -> other.kind() == Relation.Kind.SUM)
            .anyMatch(sum ->
                sum.columns().getLast().equals(relation.columns().getLast())
                    && sum.columns().subList(0, 2).contains(relation.columns().getFirst()));
  }

  private boolean isBelieved(Relation relation) {
    long rows = rows(relation);
    return relation.kind() == Relation.Kind.AT_MOST
        ? Wilson.upper(0, rows) <= RARE
        : rows >= FEWEST;
  }

  /// So many rows have all the columns, at least.
  private long rows(Relation relation) {
    long missing =
        relation.columns().stream()
            .flatMap(name -> profile.column(name).stream())
            .mapToLong(column -> column.counts().nulls())
            .sum();
    return Math.max(0, profile.rows() - missing);
  }

  private void add(Relation relation) {
    String reason =
        "%s holds on all rows that have these columns, at least %s."
            .formatted(relation.sentence(), Figures.count(rows(relation)));
    String id =
        relation.kind().name().toLowerCase(Locale.ROOT).replace('_', '-')
            + ":"
            + String.join(",", relation.columns());
    ObjectNode rule = Json.object().put("id", id);
    rule.put("description", "On every row, %s.".formatted(relation.sentence()));
    rule.put("type", "custom").put("engine", "rondo").put("implementation", sql(relation));
    rule.put("dimension", "consistency");
    Reasons.put(rule, reason);
    object.withArray("quality").add(rule);
    log.rule(id, reason);
  }

  private String sql(Relation relation) {
    String a = name(relation.columns().getFirst());
    String b = name(relation.columns().get(1));
    return switch (relation.kind()) {
      case EQUAL, DETERMINES -> a + " = " + b;
      case AT_MOST -> a + " <= " + b;
      case SUM -> sum(relation, a, b, name(relation.columns().getLast()));
      case PRODUCT -> near(real(a) + " * " + real(b), real(name(relation.columns().getLast())));
      case RATIO -> near(real(a) + " * CAST('" + relation.factor() + "' AS DOUBLE)", real(b));
    };
  }

  /// Plain names are not quoted, unless they are words of SQL.
  private static String name(String column) {
    boolean isPlain = column.matches("[a-z][a-z0-9_]*") && !RESERVED.contains(column);
    return isPlain ? column : SqlSession.name(column);
  }

  private String sum(Relation relation, String a, String b, String c) {
    boolean isExact = relation.columns().stream().allMatch(this::isSmall);
    return isExact ? a + " + " + b + " = " + c : near(real(a) + " + " + real(b), real(c));
  }

  private boolean isSmall(String name) {
    return kinds.get(name) == ColumnKind.INTEGER
        && profile
            .column(name)
            .flatMap(ColumnProfile::numbers)
            .filter(numbers -> Math.max(Math.abs(numbers.min()), numbers.max()) < SMALL)
            .isPresent();
  }

  private static String real(String column) {
    return "CAST(" + column + " AS DOUBLE)";
  }

  /// Binary fractions lose a little.
  private static String near(String left, String right) {
    return "abs(%s - %s) <= 1e-9 * greatest(1, abs(%s))".formatted(left, right, right);
  }
}
