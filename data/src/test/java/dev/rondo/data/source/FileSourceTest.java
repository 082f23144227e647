package dev.rondo.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.source.SourceOptions.BadRows;
import dev.rondo.kernel.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileSourceTest extends SourceFixture {
  private Path parquet(String name, String query) {
    Path file = folder.resolve(name);
    file.getParent().toFile().mkdirs();
    session.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
    return file;
  }

  @Test
  void jsonLinesKeepTheirTypes() {
    read(
        file(
            "a.jsonl",
            """
            \uFEFF{"a": 1, "b": "x", "c": true}

            {"a": null, "d": {"e": [1, 2]}, "b": 7}
            """));
    assertThat(names()).containsExactly("a", "b", "c", "d");
    assertThat(types().subList(0, 3)).containsExactly("BIGINT", "VARCHAR", "BOOLEAN");
    assertThat(rows()).containsExactly("1|x|true|-", "-|7|-|{'e': [1, 2]}");
  }

  @Test
  void badLinesAreNamedWithTheirPlace() {
    Path file =
        file(
            "a.jsonl",
            "{\"a\": 1}\n[1]\n{\"a\": 1, \"a\": 2}\n{\"a\": }\n{\"a\": 2} x\n{\"a\": 3}\n");
    assertThat(refused(file))
        .satisfiesExactly(
            a -> assertThat(a).startsWith("2:1 A line holds one JSON object, and this is none."),
            a -> assertThat(a).startsWith("3:10 The key 'a' stands twice in the object."),
            a -> assertThat(a).startsWith("4:7 This is no JSON: "),
            a -> assertThat(a).startsWith("5:10 "));
    read(SourceOptions.USUAL.withBadRows(BadRows.COLLECT), file);
    assertThat(rows()).containsExactly("1", "3");
  }

  @Test
  void declaredTypesOfJsonLines() {
    SourceOptions options = SourceOptions.USUAL.withTypes(Map.of("n", "bigint", "d", "date"));
    assertThat(
            refused(
                options, file("a.jsonl", "{\"n\": 1, \"d\": \"2020-01-01\"}\n\n{\"n\": 1.5}\n")))
        .containsExactly("3:2 The value of 'n' is not of type bigint. Here: '1.5'.");
    read(options, file("b.jsonl", "{\"n\": \"12\", \"d\": \"2020-01-01\"}\n"));
    assertThat(types()).containsExactly("BIGINT", "DATE");
  }

  @Test
  void anEmptyFileOfJsonLines() {
    assertThat(refused(file("a.jsonl", " \n"))).first().asString().endsWith("is empty.");
  }

  @Test
  void parquetIsReadInPlace() {
    parquet("p/year=2020/a.parquet", "SELECT 1 AS v");
    parquet("p/year=2021/a.parquet", "SELECT 2 AS v");
    Rows rows = read(folder + "/p");
    assertThat(rows()).containsExactly("1|2020", "2|2021");
    assertThat(rows.place()).endsWith("a.parquet and 1 more");
    parquet("p/year=2021/a.parquet", "SELECT 3 AS v");
    assertThatThrownBy(rows::requireUnchanged)
        .isInstanceOf(Problem.class)
        .hasMessageContaining("changed while it was read");
  }

  @Test
  void parquetFilesMustBeAlikeAndWhole() {
    Path a = parquet("a.parquet", "SELECT 1 AS v");
    assertThat(refused(a, parquet("b.parquet", "SELECT 1 AS w")))
        .first()
        .asString()
        .contains("only the first has 'v', only the second has 'w'");
    assertThat(refused(a, parquet("c.parquet", "SELECT 'x' AS v")))
        .first()
        .asString()
        .contains("different types of 'v': INTEGER and VARCHAR");
    assertThat(refused(file("d.parquet", "PAR1 not really")))
        .first()
        .asString()
        .contains("cannot be read as Parquet");
    assertThat(refused(SourceOptions.USUAL.withTypes(Map.of("v", "int")), a))
        .first()
        .asString()
        .contains("types of their own");
  }

  @Test
  void aTextFileThatChangesWhileItIsReadIsRefused() {
    Path file = file("a.csv", "a\n1\n");
    RowReader reader = reader((_, _, _) -> file("a.csv", "a\n2\n"));
    RowSource source = RowSource.parse(List.of(file.toString()), SourceOptions.USUAL);
    assertThatThrownBy(() -> reader.read(session, source, "t"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("changed while it was read");
  }

  @Test
  void formsAreToldByNames() {
    assertThat(refused(file("a.xls", ""))).first().asString().contains("does not tell its form");
    assertThat(refused(file("a.csv", "a\n"), parquet("a.parquet", "SELECT 1 AS a")))
        .first()
        .asString()
        .contains("different forms (CSV, PARQUET)");
    assertThat(refused(folder.resolve("none.csv")))
        .first()
        .asString()
        .startsWith("There is no file");
    assertThat(refused("s3://bucket/a.csv")).first().asString().contains("no place that is known");
    read(SourceOptions.USUAL.withFormat(FileFormat.CSV), file("a.dat", "a\n1\n"));
    assertThat(rows()).containsExactly("1");
  }

  @Test
  void addressesOfTables() {
    assertThat(
            RowSource.parse(
                List.of("postgresql://me@host:5433/db?table=s.t&ssl=true"), SourceOptions.USUAL))
        .isEqualTo(new RowSource.OfTable("jdbc:postgresql://host:5433/db?ssl=true&user=me", "s.t"));
    assertThat(RowSource.parse(List.of("jdbc:sqlite:/x/y.db?table=t"), SourceOptions.USUAL))
        .isEqualTo(new RowSource.OfTable("jdbc:sqlite:/x/y.db", "t"));
    for (String secret :
        List.of(
            "postgresql://me:hush@h/db?table=t", "jdbc:postgresql://h/db?password=hush&table=t")) {
      assertThatThrownBy(() -> RowSource.parse(List.of(secret), SourceOptions.USUAL))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("PGPASSWORD")
          .hasMessageNotContaining("hush");
    }
    assertThatThrownBy(() -> RowSource.parse(List.of("postgresql://h/db"), SourceOptions.USUAL))
        .hasMessageContaining("names no table");
  }

  @Test
  void everyByteOfAnyTextIsSortedInTheSameWayByBothReaders() {
    java.util.Random random = new java.util.Random(7);
    String alphabet = "a1,\"\n\r é.-e ";
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder("a,b\n");
      int length = random.nextInt(60);
      for (int j = 0; j < length; j++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Path file = file("r.csv", text.toString());
      try {
        Rows rows = read(SourceOptions.USUAL.withBadRows(BadRows.COLLECT), file);
        assertThat(rows.badRows()).isNotNegative();
      } catch (Problem e) {
        throw new AssertionError(
            "Refused: " + text.toString().replace("\n", "\\n").replace("\r", "\\r"), e);
      }
    }
  }
}
