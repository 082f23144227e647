package dev.rondo.web;

import dev.rondo.quality.docs.DayDocs;
import dev.rondo.quality.docs.State;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/// The days up to the newest check, a column a week from Monday to Sunday, each coloured by its
/// worst check.
record Calendar(int width, int height, List<Day> days, List<Month> months) {
  private static final int MOST_WEEKS = 53;
  private static final int LEAST_WEEKS = 26;
  private static final int STEP = 14;
  private static final int TOP = 18;

  record Day(int x, int y, LocalDate date, DayDocs docs) {
    State state() {
      return docs.worst();
    }
  }

  record Month(int x, String name) {}

  static Calendar of(SortedMap<String, DayDocs> days, Language language) {
    LocalDate last = LocalDate.parse(days.lastKey());
    LocalDate monday = last.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    long span = ChronoUnit.WEEKS.between(LocalDate.parse(days.firstKey()), last) + 2;
    int weeks = Math.clamp(span, LEAST_WEEKS, MOST_WEEKS);
    LocalDate first = monday.minusWeeks(weeks - 1L);
    List<Day> cells = new ArrayList<>();
    List<Month> months = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      int column = (int) ChronoUnit.WEEKS.between(first, day);
      if (day.getDayOfMonth() == 1 && column < weeks - 1) {
        months.add(new Month(column * STEP, name(day, language)));
      }
      DayDocs docs = days.get(day.toString());
      int row = day.getDayOfWeek().getValue() - 1;
      cells.add(new Day(column * STEP, TOP + row * STEP, day, docs == null ? DayDocs.NONE : docs));
    }
    return new Calendar(weeks * STEP, TOP + 7 * STEP, cells, months);
  }

  private static String name(LocalDate day, Language language) {
    boolean isFirst = day.getMonthValue() == 1;
    if (language == Language.ZH) {
      return (isFirst ? day.getYear() + "年" : "") + day.getMonthValue() + "月";
    }
    String month = day.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
    return isFirst ? month + " " + day.getYear() : month;
  }
}
