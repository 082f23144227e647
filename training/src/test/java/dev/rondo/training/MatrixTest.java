package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.testing.ForAll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadAndSliced() {
    ForAll.forAll(
        20,
        random -> random.nextInt(3_000),
        rows -> {
          Path file = Samples.write(folder.resolve("m"), rows, 4, rows);
          Random random = new Random(rows);
          try (Matrix matrix = Matrix.open(file)) {
            assertThat(matrix.rows()).isEqualTo(rows);
            assertThat(matrix.names()).isEqualTo(Samples.names(4));
            float[] flat = matrix.rowMajor();
            for (int i = 0; i < rows; i++) {
              float[] row = Samples.row(random, 4);
              assertThat(Arrays.copyOfRange(flat, i * 4, i * 4 + 4)).isEqualTo(row);
              assertThat(matrix.labels()[i]).isEqualTo(Samples.label(random, row));
            }
            Matrix part = matrix.slice(rows / 4, rows / 2).slice(0, rows / 8);
            float[] whole = matrix.column(2);
            assertThat(part.column(2))
                .isEqualTo(Arrays.copyOfRange(whole, rows / 4, rows / 4 + part.rows()));
          }
        });
  }

  @Test
  void equalContentHasOneDigest() {
    write("odd", "y", new float[] {-0.0f, Float.intBitsToFloat(0x7fc00001)}, new float[] {1, 2});
    write("plain", "y", new float[] {0, Float.NaN}, new float[] {1, 2});
    assertThat(Digest.of(folder.resolve("odd"))).isEqualTo(Digest.of(folder.resolve("plain")));
    try (Matrix matrix = Matrix.open(folder.resolve("odd"))) {
      assertThat(matrix.digest()).isEqualTo(Digest.of(folder.resolve("odd")));
      assertThat(matrix.label()).contains("y");
    }
  }

  @Test
  void aMatrixWithoutLabelHasNone() {
    write("m", "", new float[] {2});
    try (Matrix matrix = Matrix.open(folder.resolve("m"))) {
      assertThat(matrix.label()).isEmpty();
      assertThat(matrix.column(0)).containsExactly(2);
      assertThatThrownBy(matrix::labels).hasMessageContaining("has no label column");
    }
    assertThatThrownBy(() -> write("m", "", new float[] {1}, new float[] {2}))
        .isInstanceOf(Problem.class);
  }

  /// A matrix with the one feature `a`.
  private void write(String file, String label, float[]... columns) {
    MatrixWriter.write(folder.resolve(file), List.of("a"), label, List.of(columns));
  }

  @Test
  void aMissingLabelIsRefusedWithItsPlace() {
    write("m", "y", new float[] {Float.NaN, 1}, new float[] {1, Float.NaN});
    try (Matrix matrix = Matrix.open(folder.resolve("m"))) {
      assertThatThrownBy(matrix::requireFinite)
          .isInstanceOf(Problem.class)
          .hasMessageContaining("Row 1 has NaN in column 'y'");
    }
  }

  @Test
  void aFileThatIsNotAMatrixIsRefused() throws IOException {
    Path file = folder.resolve("m");
    assertThatThrownBy(() -> Matrix.open(file)).hasMessageContaining("There is no matrix file");
    Files.writeString(file, "");
    assertThatThrownBy(() -> Matrix.open(file)).hasMessageContaining("ends within its header");
    Files.writeString(file, "something else altogether");
    assertThatThrownBy(() -> Matrix.open(file)).hasMessageContaining("does not start with");
    byte[] good = Files.readAllBytes(Samples.write(file, 10, 2, 1));
    Files.write(file, Arrays.copyOf(good, good.length - 1));
    assertThatThrownBy(() -> Matrix.open(file))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("it has 247 bytes where 248 are needed");
  }

  @Test
  void columnsNeedNamesOfTheirOwn() {
    Path file = folder.resolve("m");
    assertThatThrownBy(() -> MatrixWriter.write(file, List.of("a", "a"), "y", List.of()))
        .hasMessageContaining("'a' is blank or stands twice");
    assertThatThrownBy(() -> MatrixWriter.write(file, List.of("y"), "y", List.of()))
        .isInstanceOf(Problem.class);
    assertThatThrownBy(() -> MatrixWriter.write(file, List.of(), "", List.of()))
        .isInstanceOf(Problem.class);
    assertThatThrownBy(() -> write("m", "y", new float[] {1}, new float[] {1, 2}))
        .hasMessageContaining("lengths [1, 2]");
  }
}
