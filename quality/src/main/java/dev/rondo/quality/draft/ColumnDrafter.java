package dev.rondo.quality.draft;

import dev.rondo.kernel.Counted;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.TextFormat;
import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.Numbers.Outliers;
import dev.rondo.quality.profile.PersonalData;
import dev.rondo.quality.profile.TextFacts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Drafts what a contract says of one column. Confined to one draft.
final class ColumnDrafter {
  /// A share that was never seen is ruled out when [Wilson]'s bound of it is so small.
  private static final double UNLIKELY = 0.05;

  /// What a profile counts the texts of.
  private static final Set<TextFormat> FORMATS =
      EnumSet.of(
          TextFormat.UUID, TextFormat.EMAIL, TextFormat.IPV4, TextFormat.IPV6, TextFormat.URI);

  private static final double RARE = 0.01;
  private static final double MOST_MISSING = 0.95;
  private static final double MOST_UNUSUAL = 0.25;
  private static final MathContext TEN_DIGITS = new MathContext(10);

  private final ColumnEvidence column;
  private final ColumnKind kind;
  private final Log log;
  private final ObjectNode node = Json.object();

  ColumnDrafter(ColumnEvidence column, ColumnKind kind, Log log) {
    this.column = column;
    this.kind = kind;
    this.log = log;
    node.put("name", column.name());
    node.put("logicalType", kind.text());
  }

  /// Each rule, and what is not proposed.
  ///
  /// @param isKey whether no value is there twice
  ObjectNode draft(boolean isKey) {
    type();
    personal();
    if (column.present() == 0) {
      log.note("The column '%s' has no value; nothing is said of its values.", column.name());
      return node;
    }
    missing();
    Optional<Members> members = isKey ? Optional.empty() : Members.of(column, kind);
    if (members.isPresent()) {
      members(members.get());
    } else if (kind == ColumnKind.STRING) {
      column.all().text().ifPresent(this::text);
    } else if (kind.isNumber() && !isKey) {
      numbers();
    }
    return node;
  }

  /// A rule of the column's own keys.
  void implied(String rule, String reason) {
    Reasons.put(node, rule, reason);
    log.rule(rule + ":" + column.name(), reason);
  }

  /// A rule of its own.
  private void rule(String id, ObjectNode rule, String reason) {
    rule.put("id", id);
    Reasons.put(rule, reason);
    node.withArray("quality").add(rule);
    log.rule(id, reason);
  }

  private void type() {
    if (kind.isTime() && column.all().type().engine().equals("VARCHAR")) {
      String format = ColumnKind.DATE_FORMATS.getOrDefault(column.all().type().format(), "");
      if (!format.isEmpty()) {
        node.putObject("logicalTypeOptions").put("format", format);
      }
    }
    if (kind != ColumnKind.STRING && column.present() > 0) {
      implied(
          "type",
          (column.present() == 1
                  ? "All values, of which there is one, are %2$s."
                  : "All %s values are %s.")
              .formatted(Figures.count(column.present()), kind.words()));
    } else if (column.parts().stream().map(part -> part.type().engine()).distinct().count() > 1
        && column.filled().size() > 1) {
      log.note("The values of '%s' are of several types; text holds them all.", column.name());
    }
    String logical = column.all().type().logical();
    String format = column.all().type().format();
    boolean isOther =
        kind == ColumnKind.STRING
            && List.of("integer", "decimal", "boolean", "date", "timestamp").contains(logical)
            && column.present() > 0;
    if (isOther) {
      log.note(
          "The texts of '%s' read as %s%s; they stay texts unless they are delivered as such.",
          column.name(), logical, format.isEmpty() ? "" : " (" + format + ")");
    }
  }

  private void personal() {
    column
        .all()
        .personal()
        .ifPresent(personal -> {
          String what = words(personal);
          node.put("classification", "personal");
          node.putArray("tags").add("personal").add(what.replace(' ', '-'));
          implied(
              "classification",
              "Names and values look like %s of people (confidence %s)."
                  .formatted(what, Figures.percent(personal.confidence())));
        });
  }

  private static String words(PersonalData personal) {
    return personal.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void missing() {
    long nulls = column.all().counts().nulls();
    double bound =
        column.parts().stream()
            .mapToDouble(part -> Wilson.upper(part.counts().nulls(), part.counts().rows()))
            .max()
            .orElse(1);
    if (nulls == 0) {
      double unseen = Wilson.upper(0, column.rows());
      if (unseen <= UNLIKELY) {
        node.put("required", true);
        implied(
            "required",
            "None of %s misses it; Wilson's bound of the share that may is %s."
                .formatted(Counted.of(column.rows(), "row"), Figures.percent(unseen)));
      } else {
        log.note(
            "%s too few to say that '%s' is required.",
            Counted.are(column.rows(), "row"), column.name());
      }
    } else if (bound > MOST_MISSING) {
      log.note(
          "'%s' misses %s of its values, in a profile nearly all; no share is promised.",
          column.name(), Figures.percent(column.all().counts().nullShare()));
    } else {
      missing(nulls, bound);
    }
  }

  private void missing(long nulls, double bound) {
    ObjectNode rule = Json.object().put("metric", "nullValues").put("unit", "percent");
    rule.set("mustBeLessOrEqualTo", percent(bound));
    rule.put("severity", "warning");
    rule(
        "missing:" + column.name(),
        rule,
        "%s of %s miss it (%s); Wilson's upper bound of the share%s is %s."
            .formatted(
                Figures.count(nulls),
                Counted.of(column.rows(), "row"),
                Figures.percent(column.all().counts().nullShare()),
                column.parts().size() > 1 ? " in the profile with the most" : "",
                Figures.percent(bound)));
  }

  /// So many of a hundred, never less than the share.
  static tools.jackson.databind.JsonNode percent(double share) {
    return Figures.json(Figures.ceiling(100 * share).min(BigDecimal.valueOf(100)));
  }

  private String rows() {
    return Counted.of(column.rows(), "row");
  }

  private void members(Members members) {
    ObjectNode rule = Json.object().put("metric", "invalidValues");
    ArrayNode values = rule.putObject("arguments").putArray("validValues");
    members.values().forEach(value -> values.add(Members.json(value, kind)));
    rule.put("mustBe", 0);
    if (!members.isSure()) {
      rule.put("severity", "warning");
    }
    rule("valid:" + column.name(), rule, members.reason());
  }

  private void numbers() {
    if (column.isRising()) {
      log.note("'%s' only rises, so that no limit holds for what comes.", column.name());
      return;
    }
    Optional<Limits> limits =
        Limits.of(column, kind == ColumnKind.INTEGER).filter(Limits::isFinite);
    if (limits.isEmpty()) {
      if (column.all().personal().isEmpty()) {
        log.note(
            "%s too few, or too far apart, to tell limits of '%s'.",
            Counted.are(column.present(), "value"), column.name());
      }
      return;
    }
    ObjectNode options = node.withObject("logicalTypeOptions");
    options.set("minimum", Figures.json(limits.get().lower()));
    options.set("maximum", Figures.json(limits.get().upper()));
    implied("range", limits.get().reason());
    usual(limits.get());
  }

  /// Where values lie far from most, those are told of as soon as they become more.
  private void usual(Limits limits) {
    List<Outliers> outliers =
        column.parts().stream()
            .flatMap(part -> part.numbers().stream())
            .map(numbers -> numbers.outliers())
            .toList();
    boolean isKnown = outliers.stream().allMatch(Outliers::exact);
    long count = outliers.stream().mapToLong(Outliers::count).sum();
    double bound = column.parts().stream().mapToDouble(ColumnDrafter::unusual).max().orElse(1);
    if (!isKnown || count == 0 || bound > MOST_UNUSUAL) {
      return;
    }
    ObjectNode ends = Json.object();
    BigDecimal lowest = fence(outliers.stream().mapToDouble(Outliers::lowest).min());
    BigDecimal highest = fence(outliers.stream().mapToDouble(Outliers::highest).max());
    if (lowest.compareTo(limits.lower()) > 0) {
      ends.set("minimum", Figures.json(lowest));
    }
    if (highest.compareTo(limits.upper()) < 0) {
      ends.set("maximum", Figures.json(highest));
    }
    if (ends.isEmpty()) {
      return;
    }
    ObjectNode rule = Json.object().put("type", "custom").put("engine", "rondo");
    rule.set("implementation", ends);
    rule.put("unit", "percent").set("mustBeLessOrEqualTo", percent(bound));
    rule.put("severity", "warning");
    rule(
        "usual:" + column.name(),
        rule,
        "All but %s of %s values lie between %s and %s, which is one and a half times the width of the middle half around it; Wilson's upper bound of the share of others%s is %s."
            .formatted(
                Figures.count(count),
                Figures.count(column.present()),
                Figures.number(lowest),
                Figures.number(highest),
                column.parts().size() > 1 ? " in the profile with the most" : "",
                Figures.percent(bound)));
  }

  private static BigDecimal fence(OptionalDouble end) {
    return BigDecimal.valueOf(end.orElseThrow()).round(TEN_DIGITS);
  }

  private static double unusual(ColumnProfile part) {
    long present = part.counts().present();
    return part.numbers()
        .map(numbers -> Wilson.upper(numbers.outliers().count(), present))
        .orElse(0.0);
  }

  private void text(TextFacts text) {
    Optional<TextFormat> format =
        TextFormat.find(column.all().type().logical()).filter(FORMATS::contains);
    if (format.isPresent() && column.all().counts().empty() == 0) {
      format(format.get());
      return;
    }
    Optional<Shape> shape = Shape.of(text);
    boolean isMany = Wilson.upper(0, text.count()) <= RARE;
    if (shape.isPresent() && isMany) {
      shape(shape.get(), text);
    } else {
      length(text);
    }
  }

  private void format(TextFormat format) {
    double share = column.all().type().share();
    if (share == 1) {
      node.withObject("logicalTypeOptions").put("format", format.key());
      implied(
          "format",
          "All %s texts are of the form '%s'."
              .formatted(Figures.count(column.present()), format.key()));
      return;
    }
    long broken = Math.round((1 - share) * column.present());
    OptionalDouble worst =
        column.filled().stream()
            .mapToDouble(part -> bound(1 - part.type().share(), part.counts().present()))
            .max();
    ObjectNode rule = Json.object().put("type", "custom").put("engine", "rondo");
    rule.putObject("implementation").put("format", format.key());
    rule.put("unit", "percent").set("mustBeLessOrEqualTo", percent(worst.orElse(1)));
    rule.put("severity", "warning");
    rule(
        "form:" + column.name(),
        rule,
        "All but %s of %s texts are of the form '%s'; Wilson's upper bound of the share of others is %s."
            .formatted(
                Figures.count(broken),
                Figures.count(column.present()),
                format.key(),
                Figures.percent(worst.orElse(1))));
  }

  private static double bound(double share, long of) {
    return Wilson.upper((long) Math.ceil(share * of), of);
  }

  private void shape(Shape shape, TextFacts text) {
    if (shape.isOfAll() && column.isSeenWhole()) {
      node.withObject("logicalTypeOptions").put("pattern", shape.expression());
      implied(
          "pattern",
          "All %s texts have the shape %s.".formatted(Figures.count(text.count()), shape.words()));
      return;
    }
    long seen = Math.round((double) text.count() * column.sampled() / column.rows());
    double bound = bound(Math.max(0, 1 - shape.share()), seen);
    ObjectNode rule = Json.object().put("metric", "invalidValues");
    rule.putObject("arguments").put("pattern", shape.expression());
    rule.put("unit", "percent").set("mustBeLessOrEqualTo", percent(bound));
    rule.put("severity", "warning");
    rule(
        "shape:" + column.name(),
        rule,
        "%s of the texts that were looked at have the shape %s; Wilson's upper bound of the share of others is %s."
            .formatted(Figures.percent(shape.share()), shape.words(), Figures.percent(bound)));
  }

  /// Lengths leave as much room above the longest as it is longer than the mean.
  private void length(TextFacts text) {
    if (Wilson.upper(0, text.count()) > UNLIKELY) {
      log.note(
          "%s too few to tell lengths of '%s'.", Counted.are(text.count(), "text"), column.name());
      return;
    }
    boolean isFixed = text.shortest() == text.longest() && Wilson.upper(0, text.count()) <= RARE;
    long room = isFixed ? 0 : Math.max(1, (long) Math.ceil(text.longest() - text.meanLength()));
    long most = text.longest() + room;
    if (most > Integer.MAX_VALUE) {
      return;
    }
    ObjectNode options = node.withObject("logicalTypeOptions");
    if (text.shortest() > 0) {
      options.put("minLength", isFixed ? text.shortest() : 1);
    }
    options.put("maxLength", most);
    implied(
        "length",
        "All %s texts are of %s%s."
            .formatted(
                Figures.count(text.count()),
                isFixed
                    ? Counted.of(text.longest(), "character")
                    : "%s to %s characters, about %s in the mean"
                        .formatted(
                            Figures.count(text.shortest()),
                            Figures.count(text.longest()),
                            Figures.number(Figures.ceiling(text.meanLength()))),
                isFixed
                    ? ""
                    : "; the limit leaves as much room as the longest is longer than the mean"));
  }
}
