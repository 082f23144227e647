package dev.rondo.quality.profile;

import dev.rondo.data.SqlRow;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A column's values in the sample. Each distinct one has a code, counted from 0 in order of first
/// sight; -1 stands for NULL. Read-only, compared by identity.
final class SampleColumn {
  private final SourceColumn source;
  private final double[] numbers;
  private final int[] codes;
  private final List<String> texts;

  private SampleColumn(SourceColumn source, double[] numbers, int[] codes, List<String> texts) {
    this.source = source;
    this.numbers = numbers;
    this.codes = codes;
    this.texts = texts;
  }

  SourceColumn source() {
    return source;
  }

  /// Row by row; NaN for NULL. Empty unless the column holds numbers or times.
  double[] numbers() {
    return numbers;
  }

  int[] codes() {
    return codes;
  }

  /// How many distinct values the sample has.
  int distinct() {
    return texts.size();
  }

  int present() {
    return (int) Arrays.stream(codes).filter(code -> code >= 0).count();
  }

  /// The distinct values as text, by code.
  List<String> texts() {
    return texts;
  }

  /// How often each code occurs.
  long[] counts() {
    long[] counts = new long[texts.size()];
    for (int code : codes) {
      if (code >= 0) {
        counts[code]++;
      }
    }
    return counts;
  }

  static Builder builder(SourceColumn source) {
    return new Builder(source);
  }

  /// Takes rows one by one. Confined to one thread.
  static final class Builder {
    private static final double MOST_WHOLE = 1L << 53;

    private final SourceColumn source;
    private final boolean isReal;
    private final Map<Object, Integer> seen = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private double[] numbers = new double[0];
    private int[] codes = new int[64];
    private int size;

    private Builder(SourceColumn source) {
      this.source = source;
      this.isReal = source.isNumber() || source.isTime();
    }

    void add(SqlRow row, int column) {
      grow();
      if (isReal) {
        double number = row.real(column) + 0.0;
        numbers[size] = number;
        codes[size] = Double.isNaN(number) ? -1 : code(number);
      } else {
        String text = row.text(column);
        codes[size] = text.isEmpty() && row.value(column) == null ? -1 : code(text);
      }
      size++;
    }

    private void grow() {
      if (size == codes.length) {
        codes = Arrays.copyOf(codes, size * 2);
      }
      if (isReal && numbers.length < codes.length) {
        numbers = Arrays.copyOf(numbers, codes.length);
      }
    }

    private int code(Object value) {
      Integer code = seen.putIfAbsent(value, texts.size());
      if (code == null) {
        texts.add(value instanceof Double number ? text(number) : value.toString());
        return texts.size() - 1;
      }
      return code;
    }

    private String text(double number) {
      if (source.isTime()) {
        LocalDateTime time =
            LocalDateTime.ofEpochSecond(
                (long) Math.floor(number),
                (int) (Math.round((number - Math.floor(number)) * 1e6) % 1_000_000) * 1000,
                ZoneOffset.UTC);
        return source.isDate() ? time.toLocalDate().toString() : time.toString().replace('T', ' ');
      }
      boolean isWhole = source.family() == Family.WHOLE || source.logical().equals("integer");
      return isWhole && Math.abs(number) < MOST_WHOLE
          ? Long.toString((long) number)
          : Double.toString(number);
    }

    SampleColumn build() {
      seen.clear();
      return new SampleColumn(
          source,
          isReal ? Arrays.copyOf(numbers, size) : new double[0],
          Arrays.copyOf(codes, size),
          texts);
    }
  }
}
