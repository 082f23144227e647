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
            for (int i = 0; i < part.rows(); i++) {
              assertThat(Float.valueOf(part.value(i, 2)))
                  .isEqualTo(Float.valueOf(matrix.value(rows / 4 + i, 2)));
            }
          }
        });
  }

  @Test
  void equalContentHasOneDigestHoweverWritten() {
    MatrixWriter writer = MatrixWriter.labelled(List.of("a"), "y");
    writer.row(new float[] {-0.0f}, 1);
    writer.row(new float[] {Float.intBitsToFloat(0x7fc00001)}, 2);
    writer.finish(folder.resolve("rows"));
    MatrixWriter.write(
        folder.resolve("columns"),
        List.of("a"),
        "y",
        List.of(new float[] {0, Float.NaN}, new float[] {1, 2}));
    assertThat(Digest.of(folder.resolve("rows"))).isEqualTo(Digest.of(folder.resolve("columns")));
    try (Matrix matrix = Matrix.open(folder.resolve("rows"))) {
      assertThat(matrix.digest()).isEqualTo(Digest.of(folder.resolve("rows")));
      assertThat(matrix.label()).contains("y");
    }
  }

  @Test
  void aMatrixWithoutLabelHasNone() {
    MatrixWriter writer = MatrixWriter.unlabelled(List.of("a", "b"));
    writer.row(new float[] {1, 2});
    writer.finish(folder.resolve("m"));
    try (Matrix matrix = Matrix.open(folder.resolve("m"))) {
      assertThat(matrix.label()).isEmpty();
      assertThat(matrix.column(1)).containsExactly(2);
      assertThatThrownBy(matrix::labels).hasMessageContaining("has no label column");
    }
    assertThatThrownBy(() -> writer.row(new float[] {1, 2}, 3)).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> writer.row(new float[] {1})).isInstanceOf(Problem.class);
  }

  @Test
  void aMissingLabelIsRefusedWithItsPlace() {
    MatrixWriter writer = MatrixWriter.labelled(List.of("a"), "y");
    writer.row(new float[] {Float.NaN}, 1);
    writer.row(new float[] {1}, Float.NaN);
    writer.finish(folder.resolve("m"));
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
    assertThatThrownBy(() -> MatrixWriter.labelled(List.of("a", "a"), "y"))
        .hasMessageContaining("'a' is blank or stands twice");
    assertThatThrownBy(() -> MatrixWriter.labelled(List.of("y"), "y")).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> MatrixWriter.unlabelled(List.of())).isInstanceOf(Problem.class);
    assertThatThrownBy(() ->
            MatrixWriter.write(
                folder.resolve("m"),
                List.of("a"),
                "y",
                List.of(new float[] {1}, new float[] {1, 2})))
        .hasMessageContaining("lengths [1, 2]");
  }
}
