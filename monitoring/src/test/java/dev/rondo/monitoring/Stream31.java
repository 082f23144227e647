package dev.rondo.monitoring;

/// The generator of the published known answers: `x' = (1103515245 x + 12345) mod 2^31` from 42, `u
/// = x / 2^31`.
final class Stream31 {
  private Stream31() {}

  static double[] first(int count) {
    double[] values = new double[count];
    long x = 42;
    for (int i = 0; i < count; i++) {
      x = (1_103_515_245L * x + 12_345) & 0x7fff_ffffL;
      values[i] = x / 0x1p31;
    }
    return values;
  }

  /// u from 0 until 2000.
  static float[] reference() {
    float[] values = new float[2_000];
    double[] u = first(2_000);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) u[i];
    }
    return values;
  }

  /// u from 2000 until 3500, to the power of 1.2, plus 0.05.
  static float[] current() {
    float[] values = new float[1_500];
    double[] u = first(3_500);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.pow(u[2_000 + i], 1.2) + 0.05);
    }
    return values;
  }
}
