package dev.rondo.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.source.SourceOptions.BadRows;
import dev.rondo.data.source.SourceOptions.Typing;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvSourceTest extends SourceFixture {
  private static final SourceOptions COLLECT = SourceOptions.USUAL.withBadRows(BadRows.COLLECT);

  @Test
  void typesAreThoseThatAllValuesHave() {
    read(
        file(
            "a.csv",
            """
            whole,gaps,real,flag,day,time,text,huge,empty
            1,,1.5,true,2020-01-31,2020-01-31 10:00:00,x,9223372036854775808,
            -2,7,2,FALSE,2020-02-29,2020-01-31T10:00:00.5,1,1,
            """));
    assertThat(types())
        .containsExactly(
            "BIGINT",
            "BIGINT",
            "DOUBLE",
            "BOOLEAN",
            "DATE",
            "TIMESTAMP",
            "VARCHAR",
            "HUGEINT",
            "VARCHAR");
    assertThat(rows().getFirst())
        .isEqualTo("1|-|1.5|true|2020-01-31|2020-01-31 10:00:00.0|x|9223372036854775808|-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1_000; VARCHAR",
        "0x1F; VARCHAR",
        "1.; DOUBLE",
        ".5; DOUBLE",
        "1e3; DOUBLE",
        "1e999; VARCHAR",
        "+7; BIGINT",
        "007; BIGINT",
        "-; VARCHAR",
        "t; VARCHAR",
        "True; BOOLEAN",
        "NaN; DOUBLE",
        "-inf; DOUBLE",
        "2020-02-30; VARCHAR",
        "2020-1-1; VARCHAR",
        "2020-01-01T10:00Z; VARCHAR",
        "2020-01-01T10:00:00Z; TIMESTAMP",
        "2020-01-01T10:00; TIMESTAMP",
        "2020-01-01 10:00:00+02:00; TIMESTAMP",
        "2020-01-01 25:00:00; VARCHAR",
        "99999999999999999999; HUGEINT",
        "9999999999999999999999999999999999999999; DOUBLE",
        "１; VARCHAR",
      })
  void whatOneValueIsTakenFor(String value, String type) {
    read(file("a.csv", "a\n" + value + "\n"));
    assertThat(types()).containsExactly(type);
    assertThat(session.query("SELECT a FROM t", row -> row.value(1) == null))
        .containsExactly(false);
  }

  @Test
  void nothingIsDetectedWhereTextIsWanted() {
    read(SourceOptions.USUAL.withTyping(Typing.TEXT), file("a.csv", "a,b\n1,true\n"));
    assertThat(types()).containsOnly("VARCHAR");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8,false",
    "UTF-8,true",
    "UTF-16LE,true",
    "UTF-16BE,true",
    "ISO-8859-1,false",
    "GBK,false"
  })
  void theSameRowsInEveryEncoding(String encoding, boolean isMarked) {
    Charset charset = Charset.forName(encoding);
    String accent = encoding.equals("GBK") ? "é中" : "éß";
    String text = (isMarked ? "\uFEFF" : "") + "größe,b\r\n" + accent + ",1\r\n\"a\"\"b\",\r\n";
    boolean isDeclared = !isMarked && charset != StandardCharsets.UTF_8;
    Dialect dialect = isDeclared ? Dialect.USUAL.withEncoding(charset) : Dialect.USUAL;
    String name = encoding.equals("GBK") ? "gr??e" : "größe";
    read(SourceOptions.USUAL.withDialect(dialect), file("a.csv", text, charset));
    assertThat(names().getLast()).isEqualTo("b");
    assertThat(names().getFirst()).hasSize(name.length());
    assertThat(rows()).containsExactly(accent + "|1", "a\"b|-");
  }

  @Test
  void textThatIsNotWhatItsEncodingSays() {
    Path file = file("a.csv", "a,b\nx,1\ny,\u00e9\n", StandardCharsets.ISO_8859_1);
    assertThat(refused(file).getFirst())
        .startsWith(
            "3:3 This is not UTF-8 (byte 0xE9); name the file's encoding, such as latin-1.");
    byte[] odd = "\uFEFFa,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE);
    Path wide = file("w.csv", java.util.Arrays.copyOf(odd, odd.length - 1));
    assertThat(refused(wide)).containsExactly("2:4 This is not UTF-16.");
  }

  @Test
  void everyBadRowIsNamedWithItsPlace() {
    Path file = file("a.csv", "a,b\n1,2\n3\n4,5,6\n7,\"x\"y\n\"8\n9\",1\n10,\"open\n11,2\n");
    assertThat(refused(file))
        .containsExactly(
            "3:1 The row has 1 field, the header 2. Here: '3'.",
            "4:1 The row has 3 fields, the header 2. Here: '4,5,6'.",
            "5:6 Text follows a closing quote. Here: '7,\"x\"y'.",
            "8:4 The quote that opens here is never closed. Here: 'open\\n11,2\\n'.");
    assertThat(read(COLLECT, file).badRows()).isEqualTo(4);
    assertThat(rows()).containsExactly("1|2", "8\n9|1");
    assertThat(session.query("SELECT line FROM t_bad ORDER BY line", row -> row.number(1)))
        .containsExactly(3L, 4L, 5L, 8L);
  }

  @Test
  void declaredTypesAreHeld() {
    SourceOptions options =
        SourceOptions.USUAL
            .withTypes(Map.of("n", "integer", "d", "date", "m", "decimal(10,2)"))
            .withDateFormat("%d.%m.%Y");
    Path file =
        file("a.csv", "s,n,d,m\nx,1,31.12.2020,1.5\n\ny,1.5,01.01.2021,2\nz,3,2021-01-01,3\n");
    assertThat(refused(options, file))
        .containsExactly(
            "4:3 The value of 'n' is not of type integer. Here: '1.5'.",
            "5:5 The value of 'd' is not of type date. Here: '2021-01-01'.");
    assertThat(read(options.withBadRows(BadRows.COLLECT), file).badRows()).isEqualTo(2);
    assertThat(rows()).containsExactly("x|1|2020-12-31|1.50");
    assertThat(types()).containsExactly("VARCHAR", "INTEGER", "DATE", "DECIMAL(10,2)");
  }

  @Test
  void wrongTypesAreFoundInTheirFileBesideRaggedRows() {
    SourceOptions options = COLLECT.withTypes(Map.of("a", "bigint"));
    read(
        options,
        file("1.csv", "a,b\n1,2\nragged\n3,4\n"),
        file("2.csv", "b,a\nragged\n1,x\n2,3\n"));
    assertThat(rows()).containsExactly("1|2", "3|4", "3|2");
    assertThat(session.query("SELECT file || line FROM t_bad", row -> row.text(1)))
        .map(place -> place.substring(place.length() - 6))
        .containsExactly("1.csv3", "2.csv2", "2.csv3");
  }

  @Test
  void declarationsAreChecked() {
    Path file = file("a.csv", "amount\n1\n");
    assertThat(refused(SourceOptions.USUAL.withTypes(Map.of("amuont", "bigint")), file).getFirst())
        .contains("Did you mean 'amount'?");
    assertThat(
            refused(SourceOptions.USUAL.withTypes(Map.of("amount", "int); DROP x")), file)
                .getFirst())
        .contains("is not known");
    assertThat(refused(SourceOptions.USUAL.withTypes(Map.of("amount", "number!")), file).getFirst())
        .contains("is not known");
  }

  @Test
  void filesWithoutRows() {
    assertThat(refused(file("a.csv", ""))).first().asString().endsWith("a.csv' is empty.");
    assertThat(refused(file("b.csv", "\uFEFF"))).first().asString().endsWith("is empty.");
    read(file("c.csv", "a,b\n"));
    assertThat(rows()).isEmpty();
    assertThat(names()).containsExactly("a", "b");
    read(file("d.csv", "a,b"));
    assertThat(names()).containsExactly("a", "b");
  }

  @Test
  void aRowWithoutALineEndCounts() {
    read(file("a.csv", "a,b\n1,2\n3,4"));
    assertThat(rows()).containsExactly("1|2", "3|4");
  }

  @ParameterizedTest
  @CsvSource({"'\n'", "'\r\n'", "'\r'", "mixed"})
  void everyLineEnd(String end) {
    String text =
        end.equals("mixed")
            ? "a,b\r\n1,\"x\r\ny\"\n3,4\r"
            : "a,b_1,\"x\r\ny\"_3,4_".replace("_", end);
    read(file("a.csv", text));
    assertThat(rows()).containsExactly("1|x\r\ny", "3|4");
  }

  @Test
  void emptyLinesAreNoRows() {
    read(file("a.csv", "a,b\n\n1,2\n\n\n3,4\n\n"));
    assertThat(rows()).containsExactly("1|2", "3|4");
    read(file("b.csv", "\na\n1\n\n\"\"\n3\n\n"));
    assertThat(rows()).containsExactly("1", "-", "3");
  }

  @Test
  void columnsWithTheSameNameAreBothNamed() {
    assertThat(refused(file("a.csv", "x,a,b,A\n1,2,3,4\n")))
        .first()
        .asString()
        .contains("column 2 is 'a', column 4 'A'");
  }

  @Test
  void namesMayBeAnything() {
    read(file("a.csv", "\"it's \"\"q\"\"\",; DROP TABLE t; --,,é x\n1,2,3,4\n"));
    assertThat(names()).containsExactly("it's \"q\"", "; DROP TABLE t; --", "Unnamed: 2", "é x");
    assertThat(rows()).containsExactly("1|2|3|4");
  }

  @Test
  void delimitersAreFoundOrTold() {
    read(file("a.csv", "a;\"b,c\";d\n1;2;3\n"));
    assertThat(names()).containsExactly("a", "b,c", "d");
    read(file("b.tsv", "a,x\tb\n1\t2\n"));
    assertThat(names()).containsExactly("a,x", "b");
    Dialect dialect =
        Dialect.USUAL.withDelimiter('|').withQuote('\'', '\\').withNulls(List.of("NA", ""));
    read(SourceOptions.USUAL.withDialect(dialect), file("c.csv", "a|b\n'x|\\'y'|NA\nz|1\n"));
    assertThat(rows()).containsExactly("x|'y|-", "z|1");
    assertThat(types()).containsExactly("VARCHAR", "BIGINT");
  }

  @Test
  void withoutAHeaderColumnsAreNumbered() {
    SourceOptions options = SourceOptions.USUAL.withDialect(Dialect.USUAL.withHeader(false));
    read(options, file("a.csv", "1,x\n2,y\n"));
    assertThat(names()).containsExactly("column1", "column2");
    assertThat(rows()).containsExactly("1|x", "2|y");
    assertThat(refused(options, file("b.csv", "1,x\n2\n")))
        .containsExactly("2:1 The row has 1 field, the first one 2. Here: '2'.");
  }

  @Test
  void filesUnderAGlobAreReadInTheirOrderAndMustBeAlike() {
    file("d/2020-02.csv", "b,a\n4,3\n");
    file("d/2020-01.csv", "a,b\n1,2\n");
    file("d/2021-01.csv", "a,c\n5,6\n");
    read(folder + "/d/2020-*.csv");
    assertThat(rows()).containsExactly("1|2", "3|4");
    assertThat(refused(folder + "/d/*.csv"))
        .first()
        .asString()
        .contains("2020-01.csv' and '", "only the first has 'b', only the second has 'c'");
    assertThat(refused(folder + "/d/1999*.csv")).first().asString().startsWith("No file matches");
  }

  @Test
  void foldersMayNamePartitions() {
    file("p/year=2020/month=01/a.csv", "v\n1\n");
    file("p/year=2021/month=x%20y/a.csv", "v\n2\n");
    read(folder + "/p");
    assertThat(names()).containsExactly("v", "year", "month");
    assertThat(types()).containsExactly("BIGINT", "BIGINT", "VARCHAR");
    assertThat(rows()).containsExactly("1|2020|01", "2|2021|x y");
  }

  @Test
  void aFileMayBeCalledLikeAGlob() {
    read(file("a[1]*.csv", "a\n1\n"));
    assertThat(rows()).containsExactly("1");
  }

  @Test
  void packedFilesAreUnpacked() throws Exception {
    var bytes = new java.io.ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(bytes)) {
      gzip.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }
    read(file("a.csv.gz", bytes.toByteArray()));
    assertThat(rows()).containsExactly("1|2");
  }

  @Test
  void tenThousandColumns() {
    String header =
        IntStream.range(0, 10_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    String row =
        IntStream.range(0, 10_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
    read(file("a.csv", header + "\n" + row + "\n" + row + "\n"));
    assertThat(session.query("SELECT c9999 FROM t", row2 -> row2.number(1)))
        .containsExactly(9999L, 9999L);
  }

  @Test
  void largeCellsAreReadAndHugeOnesRefused() throws Exception {
    read(file("a.csv", "a,b\n1," + "x".repeat(5_000_000) + "\n2,y\n"));
    assertThat(session.query("SELECT length(b) FROM t", row -> row.number(1)))
        .containsExactly(5_000_000L, 1L);
    Path huge = folder.resolve("huge.csv");
    try (var out = java.nio.file.Files.newBufferedWriter(huge)) {
      out.write("a,b\n1,2\n3,\"");
      String chunk = "z".repeat(1_000_000);
      for (int i = 0; i < 100; i++) {
        out.write(chunk);
      }
    }
    assertThat(refused(huge))
        .first()
        .asString()
        .startsWith("3:3 A row is longer than 16 MB from here");
  }
}
