package dev.rondo.bench;

import dev.rondo.data.SqlRow;
import dev.rondo.data.SqlSession;
import dev.rondo.features.TrainingSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The answer of a join that was written by hand, read into columns.
final class HandWrittenJoin {
  private final List<String> ids = new ArrayList<>();
  private final long[] moments = new long[JoinData.EXAMPLES];
  private final long[] known = new long[JoinData.EXAMPLES];
  private final float[] labels = new float[JoinData.EXAMPLES];
  private final float[][] features;

  private HandWrittenJoin(int width) {
    features = new float[width][JoinData.EXAMPLES];
  }

  static HandWrittenJoin read(SqlSession session, String sql, int width) {
    HandWrittenJoin join = new HandWrittenJoin(width);
    session.forEach(sql, join::add);
    return join;
  }

  private void add(SqlRow row) {
    int n = ids.size();
    ids.add(row.text(1));
    moments[n] = row.number(2);
    known[n] = row.number(3);
    labels[n] = (float) row.real(4);
    for (int i = 0; i < features.length; i++) {
      features[i][n] = (float) row.real(5 + i);
    }
  }

  boolean isLike(TrainingSet set) {
    return ids.equals(set.ids())
        && Arrays.equals(moments, set.eventMillis())
        && Arrays.equals(known, set.labelMillis())
        && Arrays.equals(labels, set.labels())
        && Arrays.deepEquals(features, set.features());
  }
}
