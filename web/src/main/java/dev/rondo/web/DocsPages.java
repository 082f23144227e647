package dev.rondo.web;

import dev.rondo.data.Snapshot;
import dev.rondo.loop.source.Quarantine;
import dev.rondo.quality.Classification;
import dev.rondo.quality.Contract;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.docs.Agreement;
import dev.rondo.quality.docs.BatchDocs;
import dev.rondo.quality.docs.DatasetDocs;
import dev.rondo.quality.docs.DatasetSummary;
import dev.rondo.quality.docs.RuleDocs;
import dev.rondo.quality.docs.State;
import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What the pages about data show, on the server and in a folder alike.
final class DocsPages {
  private static final int STRIP = 40;
  private static final int LONGEST = 18;

  private DocsPages() {}

  /// A table with its newest snapshots, newest first.
  record Table(String name, int columns, long commits, List<Snapshot> snapshots) {}

  /// @param contracts that no data set here was checked by
  record All(List<DatasetSummary> datasets, List<Table> tables, List<Contract> contracts) {
    int broken() {
      return datasets.stream().mapToInt(DatasetSummary::broken).sum();
    }

    int rules() {
      return datasets.stream().mapToInt(DatasetSummary::rules).sum();
    }

    long checks() {
      return datasets.stream().mapToLong(DatasetSummary::checks).sum();
    }

    long rows() {
      return datasets.stream().mapToLong(DatasetSummary::rows).sum();
    }
  }

  /// One data set.
  ///
  /// @param older where the history goes on
  /// @param aside rows that were set aside, newest first
  /// @param asideCount of all of them
  record View(
      DatasetDocs docs,
      Optional<Profile> profile,
      Optional<String> older,
      List<Quarantine.Entry> aside,
      long asideCount) {
    View {
      DatasetDocs known = docs;
      profile = profile.map(one -> one.masked(known.hidden()));
    }

    boolean hasProfile() {
      return profile.isPresent();
    }

    List<ColumnView> profiled() {
      return profile.stream().flatMap(one -> one.columns().stream()).map(ColumnView::of).toList();
    }

    /// Those that the contract promises, then those that the data have beside.
    List<ColumnRow> columns() {
      Map<String, ColumnRow> rows = new LinkedHashMap<>();
      docs.contract()
          .ifPresent(contract ->
              contract
                  .columns()
                  .forEach(
                      column -> rows.put(column.name(), row(column.name(), Optional.of(column)))));
      profile.ifPresent(one ->
          one.columns()
              .forEach(column ->
                  rows.computeIfAbsent(column.name(), name -> row(name, Optional.empty()))));
      return List.copyOf(rows.values());
    }

    private ColumnRow row(String name, Optional<Agreement.Column> promised) {
      long rules =
          docs.rules().stream().filter(rule -> rule.about().columns().contains(name)).count();
      return new ColumnRow(
          name,
          promised,
          profile.flatMap(one -> one.column(name)).map(ColumnView::of),
          docs.hidden().contains(name),
          rules);
    }

    String owner(DocsFrame frame) {
      return docs.contract()
          .flatMap(contract -> contract.about().owners().stream().findFirst())
          .map(Contract.Owner::user)
          .orElse(frame.say("nobody"));
    }
  }

  /// One column as its contract and its data have it.
  record ColumnRow(
      String name,
      Optional<Agreement.Column> promised,
      Optional<ColumnView> profile,
      boolean isHidden,
      long rules) {
    boolean isPromised() {
      return promised.isPresent();
    }

    boolean isRequired() {
      return promised.map(Agreement.Column::required).orElse(false);
    }

    String description() {
      return promised.map(Agreement.Column::description).orElse("");
    }

    String classification() {
      return promised.map(Agreement.Column::classification).orElse("");
    }

    String availability() {
      return promised.map(Agreement.Column::availability).orElse("");
    }

    String type(Words words) {
      return words.term(
          "logical",
          promised
              .map(column -> logical(column.type()))
              .or(() -> profile.map(one -> one.column().type().logical()))
              .orElse(""));
    }

    private static String logical(String engine) {
      return switch (engine) {
        case "bigint" -> "integer";
        case "double" -> "number";
        case "varchar" -> "text";
        default -> engine;
      };
    }
  }

  /// A page of the history, newest first.
  record Older(
      String dataset, List<BatchDocs> batches, Optional<String> newer, Optional<String> older) {}

  record Result(QualityRecord kept) {}

  /// The rules of one judge at one hand-over.
  record Judge(HandOver handOver, String name, List<Group> groups) {
    long all() {
      return groups.stream().mapToLong(group -> group.rules().size()).sum();
    }

    long kept() {
      return groups.stream()
          .flatMap(group -> group.rules().stream())
          .filter(DocsPages::isKept)
          .count();
    }
  }

  /// @param name the column's; empty for the whole table
  /// @param anchor empty when another group is found by it
  record Group(String name, String anchor, List<RuleDocs> rules) {}

  /// How many rules of a dimension are kept.
  record Meter(String name, long kept, long all, State worst) {
    long percent() {
      return all == 0 ? 0 : 100 * kept / all;
    }

    String css() {
      return Tone.of(worst).css();
    }
  }

  private static boolean isKept(RuleDocs rule) {
    return !rule.state().isBroken() && rule.state() != State.UNKNOWN;
  }

  static List<Judge> judges(DatasetDocs docs) {
    Map<List<Object>, List<RuleDocs>> judges = new LinkedHashMap<>();
    docs.rules()
        .forEach(rule ->
            judges
                .computeIfAbsent(List.of(rule.handOver(), rule.judge()), _ -> new ArrayList<>())
                .add(rule));
    List<String> anchors = new ArrayList<>();
    return judges.values().stream()
        .map(rules ->
            new Judge(
                rules.getFirst().handOver(), rules.getFirst().judge(), groups(rules, anchors)))
        .toList();
  }

  /// The whole table first, then column by column.
  private static List<Group> groups(List<RuleDocs> rules, List<String> anchors) {
    Map<String, List<RuleDocs>> groups = new LinkedHashMap<>();
    groups.put("", new ArrayList<>());
    for (RuleDocs rule : rules) {
      List<String> columns = rule.about().columns();
      groups
          .computeIfAbsent(columns.size() == 1 ? columns.getFirst() : "", _ -> new ArrayList<>())
          .add(rule);
    }
    List<Group> all = new ArrayList<>();
    groups.forEach((name, own) -> {
      if (!own.isEmpty()) {
        boolean isFirst = !anchors.contains(name);
        anchors.add(name);
        all.add(new Group(name, isFirst ? anchor(name) : "", own));
      }
    });
    return all;
  }

  static List<Meter> dimensions(DatasetDocs docs) {
    Map<String, List<RuleDocs>> dimensions =
        docs.rules().stream()
            .collect(
                Collectors.groupingBy(
                    rule -> rule.about().dimension().isEmpty() ? "other" : rule.about().dimension(),
                    TreeMap::new,
                    Collectors.toList()));
    return dimensions.entrySet().stream()
        .map(entry ->
            new Meter(
                entry.getKey(),
                entry.getValue().stream().filter(DocsPages::isKept).count(),
                entry.getValue().size(),
                entry.getValue().stream()
                    .map(RuleDocs::state)
                    .max(Comparator.naturalOrder())
                    .orElse(State.UNKNOWN)))
        .toList();
  }

  static String tone(DatasetDocs docs) {
    return Tone.of(docs.state()).css();
  }

  /// Where a column stands on a page.
  static String anchor(String column) {
    return "c-" + FileName.of(column.isEmpty() ? "-" : column);
  }

  /// Where a rule stands on a page.
  static String anchor(RuleDocs rule) {
    return "r-" + FileName.of(rule.handOver().text() + "/" + rule.judge() + "/" + rule.id());
  }

  static Strip strip(RuleDocs rule) {
    List<RuleDocs.Point> points = rule.history();
    return Strip.of(
        points.subList(Math.max(0, points.size() - STRIP), points.size()).stream()
            .map(point -> Optional.of(point.state()))
            .toList(),
        14);
  }

  static Strip strip(DatasetSummary set) {
    return Strip.of(set.strip().stream().map(Optional::of).toList(), 30);
  }

  /// Whether what was found says more than that nothing was.
  static boolean isTold(RuleDocs rule) {
    return !rule.observed().isEmpty() && !rule.observed().startsWith("not so in 0 of ");
  }

  static boolean isMasked(DatasetDocs docs, RuleDocs rule) {
    return rule.about().columns().stream().anyMatch(docs.hidden()::contains);
  }

  /// A value of a row that was set aside.
  static String shown(DatasetDocs docs, Map.Entry<String, JsonNode> field) {
    JsonNode value = field.getValue();
    String text = value.isString() ? value.asString() : value.toString();
    return docs.hidden().contains(field.getKey()) ? Classification.mask(text) : text;
  }

  static List<RuleResult> worstFirst(QualityResult result) {
    return result.rules().stream()
        .sorted(Comparator.comparing((RuleResult rule) -> State.of(rule)).reversed())
        .toList();
  }

  static String figures(ColumnProfile column) {
    return column.numbers().stream()
        .flatMap(numbers -> numbers.quantiles().values().stream())
        .map(Format::number)
        .collect(Collectors.joining("  "));
  }

  /// A batch's name; one that is the start of a day is that day.
  static String batch(String name) {
    return name.replaceFirst("T00:00:00Z$", "");
  }

  static String brief(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }

  static String brief(double value) {
    return String.format(java.util.Locale.ROOT, "%.2f", value).replace("0.", ".");
  }
}
