package dev.rondo.quality.expectation;

import dev.rondo.quality.custom.CustomCode;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/// The columns that an expectation finds: of a batch, or of one record.
interface Columns {

  /// All names, in order.
  List<String> names();

  /// @throws dev.rondo.kernel.Problem `invalid-data` when there is no such column
  BatchColumn column(String name);

  /// The relation that another table's name stands for.
  default String table(String name) {
    return name;
  }

  /// The users' Java that may be called.
  default CustomCode code() {
    return CustomCode.NONE;
  }

  /// A test with a limit to the time that all values together may take; records have none.
  default Predicate<Object> limited(Predicate<Object> test, Duration limit) {
    return test;
  }
}
