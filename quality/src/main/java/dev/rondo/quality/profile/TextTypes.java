package dev.rondo.quality.profile;

import dev.rondo.data.SqlSession;
import dev.rondo.quality.TextFormat;
import dev.rondo.quality.profile.ColumnProfile.TypeFacts;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What texts really are: numbers, dates, booleans, addresses. Guessed from the sample, counted
/// over all rows.
record TextTypes(Source source, Sample sample, Aggregates aggregates) {
  private static final double LEAST_SHARE = 0.9;
  private static final int MOST_VALUES = 2000;

  /// @param pattern means the same to Java and to the engine
  private record Kind(String logical, String format, Pattern pattern, Predicate<String> isValid) {
    boolean fits(String text) {
      return pattern.matcher(text).matches() && isValid.test(text);
    }

    /// SQL that is true for a text of the kind.
    String test(String text) {
      String fits = "regexp_full_match(%s, %s)".formatted(text, SqlSession.text(pattern.pattern()));
      return format.isEmpty()
          ? fits
          : "%s AND try_strptime(%s, '%s') IS NOT NULL".formatted(fits, text, engineFormat());
    }

    private String engineFormat() {
      return format.replace("uuuu", "%Y").replaceAll("M+", "%m").replaceAll("d+", "%d");
    }
  }

  /// The first that fits is told. Digits that begin with 0 are a code, not a number.
  private static final List<Kind> KINDS =
      List.of(
          kind("integer", "[+-]?(0|[1-9][0-9]{0,17})"),
          kind("decimal", "[+-]?((0|[1-9][0-9]*)(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?"),
          kind("boolean", "(?i)true|false|yes|no|t|f|y|n"),
          date("uuuu-MM-dd", "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
          date("uuuu/MM/dd", "[0-9]{4}/[0-9]{2}/[0-9]{2}"),
          date("M/d/uuuu", "[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"),
          date("d/M/uuuu", "[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"),
          date("d.M.uuuu", "[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4}"),
          kind(
              "timestamp",
              "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"),
          kind(TextFormat.UUID),
          kind(TextFormat.EMAIL),
          kind(TextFormat.IPV4),
          kind(TextFormat.IPV6),
          kind(TextFormat.URI));

  private static Kind kind(TextFormat format) {
    return kind(format.key(), format.pattern());
  }

  private static Kind kind(String logical, String pattern) {
    return new Kind(logical, "", Pattern.compile(pattern), _ -> true);
  }

  private static Kind date(String format, String pattern) {
    DateTimeFormatter formatter =
        DateTimeFormatter.ofPattern(format).withResolverStyle(ResolverStyle.STRICT);
    return new Kind("date", format, Pattern.compile(pattern), text -> isDate(text, formatter));
  }

  private static boolean isDate(String text, DateTimeFormatter formatter) {
    try {
      formatter.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /// The types of the text columns that are not just text.
  Map<SourceColumn, TypeFacts> types() {
    Map<SourceColumn, Kind> guesses = new HashMap<>();
    FusedQuery query = source.fused();
    Map<SourceColumn, Integer> counts = new HashMap<>();
    for (SourceColumn column : source.columns()) {
      guess(column)
          .ifPresent(kind -> {
            guesses.put(column, kind);
            counts.put(column, query.add("count_if(" + kind.test(column.value()) + ")"));
          });
    }
    query.run();
    Map<SourceColumn, TypeFacts> types = new HashMap<>();
    guesses.forEach((column, kind) -> {
      double texts = count(column);
      double share = query.number(counts.getOrDefault(column, 0)) / texts;
      if (share >= LEAST_SHARE) {
        types.put(column, new TypeFacts(column.type(), kind.logical(), share, kind.format()));
      }
    });
    return types;
  }

  /// Empty texts say nothing of a type.
  private long count(SourceColumn column) {
    var counts = aggregates.column(column).counts();
    return counts.present() - counts.empty();
  }

  private Optional<Kind> guess(SourceColumn column) {
    if (column.type().equals("UUID") || !column.isText()) {
      return Optional.empty();
    }
    List<String> texts =
        sample.column(column).texts().stream()
            .filter(text -> !text.isEmpty())
            .limit(MOST_VALUES)
            .toList();
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    return KINDS.stream().filter(kind -> fits(kind, texts)).findFirst();
  }

  private static boolean fits(Kind kind, List<String> texts) {
    long fitting = texts.stream().filter(kind::fits).count();
    return fitting >= LEAST_SHARE * texts.size();
  }
}
