package dev.rondo.quality.profile;

/// How much the values of two columns of few values go together.
///
/// @param value Cramer's V, from 0 to 1
/// @param rows it was found on, or stands for
/// @param exact whether it is of all rows; not of a sample, nor the mean of partitions
public record Association(String left, String right, double value, double rows, boolean exact) {
  Association merge(Association other) {
    double total = rows + other.rows;
    double mean = total == 0 ? 0 : (value * rows + other.value * other.rows) / total;
    return new Association(left, right, mean, total, false);
  }
}
