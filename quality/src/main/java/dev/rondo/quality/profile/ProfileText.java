package dev.rondo.quality.profile;

import dev.rondo.kernel.Counted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A profile as plain text for a terminal: a line for each column, then what holds between them.
public final class ProfileText {
  private static final int LONGEST_CELL = 34;
  private static final int LONGEST_NAME = 24;
  private static final int MOST_LINES = 12;
  private static final List<String> HEADINGS =
      List.of("column", "type", "nulls", "distinct", "min .. max", "histogram", "notes");

  private final Profile profile;
  private final StringBuilder text = new StringBuilder();

  private ProfileText(Profile profile) {
    this.profile = profile;
  }

  public static String of(Profile profile) {
    ProfileText page = new ProfileText(profile);
    page.heading();
    page.table();
    page.rest();
    return page.text.toString();
  }

  private void heading() {
    line(
        "%s, %s, %s%s"
            .formatted(
                Counted.of(profile.rows(), "row"),
                Counted.of(profile.columns().size(), "column"),
                profile.duplicates().exact() ? "" : "at least ",
                Counted.of(profile.duplicates().rows(), "duplicate row")));
    line("");
  }

  private void table() {
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    profile.columns().forEach(column -> rows.add(cells(column)));
    int[] widths =
        IntStream.range(0, HEADINGS.size())
            .map(i -> rows.stream().mapToInt(row -> width(row.get(i))).max().orElse(0))
            .toArray();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - width(row.get(i)) + 2));
      }
      line(line.toString().stripTrailing());
    }
    line("");
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static List<String> cells(ColumnProfile column) {
    Values values = column.values();
    return List.of(
        cut(column.name(), LONGEST_NAME),
        type(column.type()),
        column.counts().nulls() == 0 ? "-" : percent(column.counts().nullShare()),
        (values.exact() ? "" : "~") + String.format(Locale.ROOT, "%,d", values.distinct()),
        range(column),
        Spark.of(column.spread().histogram()),
        String.join("; ", ColumnNotes.of(column)));
  }

  private static String type(ColumnProfile.TypeFacts type) {
    boolean isText = type.engine().equals("VARCHAR") && !type.logical().equals("text");
    return type.logical() + (isText ? " in text" : "");
  }

  private static String range(ColumnProfile column) {
    Spread spread = column.spread();
    return spread.min().isEmpty() && spread.max().isEmpty()
        ? ""
        : cut(figure(spread.min()), LONGEST_CELL / 2)
            + " .. "
            + cut(figure(spread.max()), LONGEST_CELL / 2);
  }

  /// Numbers of many digits are rounded, everything else stays.
  private static String figure(String value) {
    return value.matches("-?\\d+\\.\\d{7,}") ? number(Double.parseDouble(value)) : value;
  }

  static String number(double value) {
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return isWhole ? Long.toString((long) value) : String.format(Locale.ROOT, "%.4g", value);
  }

  static String percent(double share) {
    String text = String.format(Locale.ROOT, "%.1f %%", share * 100);
    boolean isTiny = share > 0 && text.equals("0.0 %");
    boolean isNearlyAll = share < 1 && text.equals("100.0 %");
    return isTiny ? "<0.1 %" : isNearlyAll ? ">99.9 %" : text;
  }

  static String cut(String value, int longest) {
    String flat = value.replaceAll("\\p{Cntrl}", " ");
    return width(flat) <= longest
        ? flat
        : flat.substring(0, flat.offsetByCodePoints(0, longest - 3)) + "...";
  }

  private void rest() {
    section(
        "Keys",
        profile.keys().stream()
            .map(key -> String.join(" + ", key.columns()) + (key.proven() ? "" : " (of each part)"))
            .toList());
    section("Holds on every row", profile.relations().stream().map(Relation::sentence).toList());
    section(
        "Correlations",
        profile.correlations().stream()
            .filter(c -> Math.abs(c.value()) >= 0.5)
            .map(c -> String.format(Locale.ROOT, "%s, %s: %.3f", c.left(), c.right(), c.value()))
            .toList());
    section(
        "Associations",
        profile.associations().stream()
            .filter(a -> a.value() >= 0.5)
            .map(a -> String.format(Locale.ROOT, "%s, %s: %.3f", a.left(), a.right(), a.value()))
            .toList());
    section(
        "Likely leaks",
        profile.leaks().stream()
            .map(leak -> String.join(", ", leak.columns()) + ": " + leak.reason())
            .toList());
    section(
        "Personal data",
        profile.columns().stream()
            .flatMap(column -> column.personal().stream().map(p -> personal(column, p)))
            .toList());
    section("Notes", profile.notes());
  }

  private static String personal(ColumnProfile column, PersonalData personal) {
    return "%s: %s (%s sure)"
        .formatted(
            column.name(),
            personal.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            percent(personal.confidence()));
  }

  private void section(String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    line(title);
    lines.stream().limit(MOST_LINES).forEach(one -> line("  " + cut(one, 160)));
    if (lines.size() > MOST_LINES) {
      line("  ... and %d more".formatted(lines.size() - MOST_LINES));
    }
    line("");
  }

  private void line(String one) {
    text.append(one).append('\n');
  }

  /// A histogram in a few characters.
  static final class Spark {
    private static final String BARS = " ▁▂▃▄▅▆▇█";
    private static final int WIDTH = 12;

    private Spark() {}

    static String of(Histogram histogram) {
      if (histogram.counts().isEmpty()) {
        return "";
      }
      int width = Math.min(WIDTH, histogram.counts().size());
      double[] heights = new double[width];
      for (int bar = 0; bar < width; bar++) {
        heights[bar] = mean(histogram.counts(), bar, width);
      }
      double most = Arrays.stream(heights).max().orElse(1);
      StringBuilder bars = new StringBuilder();
      Arrays.stream(heights)
          .mapToInt(height -> (int) Math.ceil(height / most * (BARS.length() - 1)))
          .forEach(height -> bars.append(BARS.charAt(height)));
      return bars.toString();
    }

    /// Of the bins that a bar stands for.
    private static double mean(List<Long> counts, int bar, int width) {
      int from = (int) ((long) bar * counts.size() / width);
      int to = (int) ((long) (bar + 1) * counts.size() / width);
      return counts.subList(from, to).stream().mapToLong(Long::longValue).average().orElse(0);
    }
  }
}
