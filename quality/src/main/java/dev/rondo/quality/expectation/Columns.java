package dev.rondo.quality.expectation;

import java.util.List;

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
}
