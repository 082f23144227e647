package dev.rondo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFilesTest {
  @TempDir Path folder;
  private SqlSession session;

  @BeforeEach
  void open() {
    session = new SqlEngine(256, 1, folder).open(List.of(folder));
  }

  @AfterEach
  void close() {
    session.close();
  }

  private CsvFiles.Read read(String text, Charset charset) throws Exception {
    Path file = Files.write(folder.resolve("a.csv"), text.getBytes(charset));
    return CsvFiles.into(session, "t", file, ',');
  }

  private List<String> rows(String sql) {
    return session.query(sql, row -> row.text(1));
  }

  @ParameterizedTest
  @CsvSource({"UTF-8,''", "UTF-8,\uFEFF", "UTF-16LE,\uFEFF"})
  void theSameRowsInEveryEncoding(String charset, String mark) throws Exception {
    CsvFiles.Read read =
        read(mark + "name,\"n, m\"\r\né,1\r\n\"a\"\"b\",\r\n", Charset.forName(charset));
    assertThat(read).isEqualTo(new CsvFiles.Read(List.of("name", "n, m"), 2, 0));
    assertThat(rows("SELECT name || coalesce(\"n, m\", '-') || source_row FROM t"))
        .containsExactly("é11", "a\"b-2");
  }

  @Test
  void raggedRowsAreKeptApartWithTheirLines() throws Exception {
    CsvFiles.Read read = read("a,b\n1,2\n3\n4,5,6\n7,8\n", StandardCharsets.UTF_8);
    assertThat(read.rows()).isEqualTo(2);
    assertThat(read.rejected()).isEqualTo(2);
    assertThat(rows("SELECT line || ' ' || text FROM t_rejected"))
        .containsExactly("3 3", "4 4,5,6");
  }

  @Test
  void bothKindsOfLineEndsInOneFileAreRead() throws Exception {
    CsvFiles.Read read = read("a,b\r\n1,2\r\n3,4,5\r\n6,7\n", StandardCharsets.UTF_8);
    assertThat(read.rows()).isEqualTo(2);
    assertThat(read.rejected()).isEqualTo(1);
    assertThat(rows("SELECT a || b FROM t ORDER BY source_row")).containsExactly("12", "67");
  }

  @Test
  void textIsNeverGuessedToBeAnything() throws Exception {
    read("a,b\n01,2020-01-01\nx,NaN\n", StandardCharsets.UTF_8);
    assertThat(rows("SELECT a || b FROM t ORDER BY source_row"))
        .containsExactly("012020-01-01", "xNaN");
  }

  @Test
  void aHeaderAloneIsATableWithoutRows() throws Exception {
    assertThat(read("a,b\n", StandardCharsets.UTF_8))
        .isEqualTo(new CsvFiles.Read(List.of("a", "b"), 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n1,2\n", "a,,b\n1,2,3\n", "a,A\n1,2\n"})
  void aFileWithoutAUsableHeaderIsRefused(String text) {
    assertThatThrownBy(() -> read(text, StandardCharsets.UTF_8))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("a.csv");
  }

  @Test
  void bigEndianIsRefusedWithAWayOut() {
    assertThatThrownBy(() -> read("a,b\n1,2\n", StandardCharsets.UTF_16))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void brokenUtf8CostsItsRowOnly() throws Exception {
    CsvFiles.Read read = read("a,b\n1,2\n\u00e9\u00e8,3\n4,5\n", StandardCharsets.ISO_8859_1);
    assertThat(read.rows() + read.rejected()).isEqualTo(3);
    assertThat(read.rejected()).isEqualTo(1);
  }
}
