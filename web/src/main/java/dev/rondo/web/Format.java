package dev.rondo.web;

import dev.rondo.ledger.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes values as people read them. A year before 1 has a minus sign, as ISO 8601 writes it.
final class Format {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int NAME = 80;
  private static final int TOOLTIP = 1_000;

  private Format() {}

  /// `21 Nov 2026, 01:17:04`, in UTC.
  static String moment(Instant instant) {
    return MOMENT.format(instant);
  }

  /// `21 Nov 2026`, in UTC.
  static String day(Instant instant) {
    return DAY.format(instant);
  }

  /// `850 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`.
  static String duration(Duration span) {
    Duration shown = span.isNegative() ? Duration.ZERO : span;
    long seconds = shown.toSeconds();
    if (seconds < 1) {
      return shown.toMillis() + " ms";
    }
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", shown.toMillis() / 1_000.0);
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds < 86_400
        ? seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min"
        : seconds / 86_400 + " d " + seconds % 86_400 / 3_600 + " h";
  }

  /// With thin spaces between thousands.
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f');
  }

  /// At most five significant digits where there are decimals.
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e12) {
      return count((long) value);
    }
    double size = Math.abs(value);
    if (size >= 1e7 || size < 1e-4) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    int decimals = Math.clamp(4 - (int) Math.floor(Math.log10(size)), 1, 6);
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  /// Rounded to whole units, with a minus sign where it is below zero.
  static String whole(double value) {
    long rounded = Math.round(value);
    return rounded < 0 ? "−" + count(-rounded) : count(rounded);
  }

  /// Three decimals: errors, distances and indexes.
  static String figure(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /// `12.3 %`.
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /// `12.3 %`, where a little is never told as nothing.
  static String share(double part, double whole) {
    double share = whole == 0 ? 0 : part / whole;
    String text = percent(share);
    return share > 0 && text.equals("0.0 %")
        ? "<0.1 %"
        : share < 1 && text.equals("100.0 %") ? ">99.9 %" : text;
  }

  /// In their order.
  static Map<String, String> pairs(List<Parameter> parameters) {
    Map<String, String> pairs = new LinkedHashMap<>();
    parameters.forEach(one -> pairs.put(one.key(), one.value()));
    return pairs;
  }

  /// A point of a drawing.
  static String point(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
  }

  /// `812 B`, `4.2 kB`, `1.3 MB`.
  static String bytes(long size) {
    if (size < 1_000) {
      return size + " B";
    }
    return size < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", size / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", size / 1e6);
  }

  /// The last eight digits, which tell ids of one day apart.
  static String brief(String id) {
    return id.length() <= 8 ? id : id.substring(id.length() - 8);
  }

  /// The beginning of a long text.
  static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }

  /// The beginning and the end of a long name, since names of files often differ at their ends
  /// alone.
  static String middle(String name, int most) {
    int head = (most - 1) / 2;
    return name.length() <= most
        ? name
        : name.substring(0, head) + "…" + name.substring(name.length() - (most - 1 - head));
  }

  /// [#middle] of a name that a client has chosen, as there is room for in a row.
  static String name(String name) {
    return middle(name, NAME);
  }

  /// As much of a name as a tooltip shows, where [#name] does not show all of it.
  static @Nullable String tooltip(String name) {
    return name.length() <= NAME ? null : cut(name, TOOLTIP);
  }

  /// The first digits of a commit, as Git shortens it.
  static String commit(String id) {
    return id.length() <= 10 ? id : id.substring(0, 10);
  }

  /// A state's name in small letters with spaces.
  static String words(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// From start to end, or to now.
  static String span(Instant start, Optional<Instant> end, Instant now) {
    return duration(Duration.between(start, end.orElse(now)));
  }
}
