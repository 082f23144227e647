package dev.rondo.training;

import java.util.List;

/// The trees of an XGBoost model with one output and plain numeric splits.
///
/// @param baseScore what every prediction starts with
/// @param features how many features the model takes
record XgbTrees(float baseScore, int features, List<Tree> trees) {

  XgbTrees {
    trees = List.copyOf(trees);
  }

  /// Reads XGBoost's JSON form.
  static XgbTrees read(byte[] json) {
    return new XgbTreesReader().read(json);
  }

  /// Each feature's share of what all splits won; all 0 when nothing split.
  double[] gainShares(int width) {
    double[] gains = new double[width];
    double total = 0;
    for (Tree tree : trees) {
      for (int node = 0; node < tree.size(); node++) {
        if (!tree.isLeaf(node)) {
          gains[tree.feature[node]] += tree.gains[node];
          total += tree.gains[node];
        }
      }
    }
    for (int i = 0; i < width && total > 0; i++) {
      gains[i] /= total;
    }
    return gains;
  }

  /// One tree as parallel arrays by node; node 0 is the root, and a leaf has no left child (-1).
  ///
  /// @param values the threshold of a split, below which a row goes left, or the leaf's value
  /// @param missingLeft 1 where a missing value goes left
  /// @param gains what each split won
  record Tree(
      int[] left, int[] right, int[] feature, float[] values, int[] missingLeft, float[] gains) {

    int size() {
      return left.length;
    }

    boolean isLeaf(int node) {
      return left[node] == -1;
    }
  }
}
