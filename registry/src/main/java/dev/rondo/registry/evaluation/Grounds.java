package dev.rondo.registry.evaluation;

import dev.rondo.kernel.Problem;

/// What a version was judged on: rows of one asset, in its order.
///
/// @param kind of the asset, such as `training-set`
/// @param digest of the asset's content
/// @param matrix the digest of the file that holds its rows
/// @param from the first row, counted from 0
/// @param to the row after the last
public record Grounds(
    String kind, String name, String version, String digest, String matrix, int from, int to) {

  public Grounds {
    if (from < 0 || to <= from) {
      throw Problem.invalid("Rows %d to %d of '%s' are none to judge on.", from, to, name);
    }
  }

  public int rows() {
    return to - from;
  }
}
