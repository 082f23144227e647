package dev.rondo.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Matrices for tests: uniform, coarse and skewed columns, some values missing, and a label that
/// depends on them with noise.
final class Samples {
  private Samples() {}

  static List<String> names(int width) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      names.add("feature-" + i);
    }
    return names;
  }

  static float[] row(Random random, int width) {
    float[] row = new float[width];
    for (int i = 0; i < width; i++) {
      row[i] =
          switch (i % 3) {
            case 0 -> random.nextFloat() * 100;
            case 1 -> random.nextInt(20);
            default -> (float) Math.exp(random.nextGaussian() * 2);
          };
      if (random.nextInt(10) == 0) {
        row[i] = Float.NaN;
      }
    }
    return row;
  }

  static float label(Random random, float[] row) {
    float label = 3 + random.nextFloat();
    for (int i = 0; i < row.length; i++) {
      label += Float.isNaN(row[i]) ? i : (float) Math.sqrt(Math.abs(row[i])) * (i % 4);
    }
    return label;
  }

  static Path write(Path file, int rows, int width, long seed) {
    Random random = new Random(seed);
    float[][] columns = new float[width + 1][rows];
    for (int i = 0; i < rows; i++) {
      float[] row = row(random, width);
      for (int column = 0; column < width; column++) {
        columns[column][i] = row[column];
      }
      columns[width][i] = label(random, row);
    }
    MatrixWriter.write(file, names(width), "label", List.of(columns));
    return file;
  }
}
