package dev.rondo.quality.custom;

import java.util.Map;
import java.util.function.Predicate;

/// A test of the user's own of single values, for tables and for records alike. One that is found
/// on a class path is public, with a public constructor without parameters.
public interface CustomTest {

  /// What suites call it by; the class's name when it gives itself none.
  default String name() {
    return getClass().getName();
  }

  /// What is true for good values. It may be asked by several threads at once, and once for equal
  /// values; missing values are not asked.
  ///
  /// @param arguments as the suite gives them: texts, numbers, truth values, lists and maps
  Predicate<Object> test(Map<String, Object> arguments) throws Exception;
}
