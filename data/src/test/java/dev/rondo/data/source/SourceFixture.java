package dev.rondo.data.source;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.http.OutgoingRules;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A folder for files, and a session that may read it.
abstract class SourceFixture {
  @TempDir Path folder;
  SqlSession session;

  @BeforeEach
  void open() {
    session = new SqlEngine(1024, 2, folder).open(List.of(folder));
  }

  @AfterEach
  void close() {
    session.close();
  }

  Path file(String name, String text) {
    return file(name, text, StandardCharsets.UTF_8);
  }

  Path file(String name, String text, Charset charset) {
    return file(name, text.getBytes(charset));
  }

  Path file(String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static RowReader reader(Progress progress) {
    return new RowReader(progress, new OutgoingHttp(OutgoingRules.USUAL), Map.of());
  }

  Rows read(SourceOptions options, Object... locations) {
    List<String> words = java.util.Arrays.stream(locations).map(Object::toString).toList();
    return reader(Progress.SILENT).read(session, RowSource.parse(words, options), "t");
  }

  Rows read(Object... locations) {
    return read(SourceOptions.USUAL, locations);
  }

  /// The rows as `a|b|c` with `-` for NULL.
  List<String> rows() {
    return session.query(
        "SELECT * FROM t",
        row -> {
          StringBuilder text = new StringBuilder();
          for (int i = 1; i <= row.width(); i++) {
            text.append(i > 1 ? "|" : "").append(row.value(i) == null ? "-" : row.text(i));
          }
          return text.toString();
        });
  }

  /// The types of the columns.
  List<String> types() {
    return session.query("SELECT column_type FROM (DESCRIBE t)", row -> row.text(1));
  }

  List<String> names() {
    return session.query("SELECT column_name FROM (DESCRIBE t)", row -> row.text(1));
  }

  /// What is refused, each mistake as `line:column reason`, or the message.
  List<String> refused(SourceOptions options, Object... locations) {
    Problem problem =
        Assertions.catchThrowableOfType(Problem.class, () -> read(options, locations));
    return problem.mistakes().isEmpty()
        ? List.of(problem.text())
        : problem.mistakes().stream().map(SourceFixture::brief).toList();
  }

  List<String> refused(Object... locations) {
    return refused(SourceOptions.USUAL, locations);
  }

  private static String brief(Mistake mistake) {
    return mistake.line() + ":" + mistake.column() + " " + mistake.message();
  }
}
