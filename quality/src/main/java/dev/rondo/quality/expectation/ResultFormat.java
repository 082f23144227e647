package dev.rondo.quality.expectation;

import java.util.List;

/// How much of a result is wanted.
///
/// @param examples how many bad values are shown, and how many frequent ones
/// @param rows whether whole bad rows are shown
/// @param keys columns that name a row; without any, a row is named by its position from 0
/// @param query whether SQL that finds the bad rows is shown, with [Level#COMPLETE]
/// @param values whether bad values are shown at all
public record ResultFormat(
    Level level, int examples, boolean rows, List<String> keys, boolean query, boolean values) {

  /// At most so many bad values are listed in full.
  static final int LONGEST_LIST = 200;

  public ResultFormat {
    keys = List.copyOf(keys);
  }

  /// From a verdict alone to every bad value.
  public enum Level {
    BOOLEAN_ONLY,
    BASIC,
    SUMMARY,
    COMPLETE
  }

  public static ResultFormat of(Level level) {
    return new ResultFormat(level, 20, false, List.of(), true, true);
  }

  /// The least with which every figure is told.
  ResultFormat figures() {
    return new ResultFormat(Level.BASIC, examples, false, List.of(), false, values);
  }

  boolean isAtLeast(Level least) {
    return level.compareTo(least) >= 0;
  }
}
