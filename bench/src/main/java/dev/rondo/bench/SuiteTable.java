package dev.rondo.bench;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.expectation.ResultFormat.Level;
import dev.rondo.quality.suite.Suite;
import dev.rondo.quality.suite.SuiteCheck;
import dev.rondo.quality.suite.SuiteResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A Parquet file in a folder of its own, and a session that shows it as the view [#NAME].
record SuiteTable(Scratch home, SqlSession session, Path file) implements AutoCloseable {
  static final String NAME = "bench";
  static final int MEMORY_MEGABYTES = 400;
  static final SuiteCheck CHECK = new SuiteCheck(EventTime.parse("2021-01-01T00:00:00Z"));

  /// Writes the rows.
  interface Writer {
    void write(SqlSession session, Path file);
  }

  /// The usual table of 21 columns.
  static SuiteTable open(long rows) throws IOException {
    return open(MEMORY_MEGABYTES, (session, file) -> SuiteData.write(session, file, rows));
  }

  static SuiteTable open(int memoryMegabytes, Writer writer) throws IOException {
    Scratch home = Scratch.open();
    Path data = home.folder("data");
    Path file = data.resolve("rows.parquet");
    SqlSession session = engine(memoryMegabytes, home.folder("tmp")).open(List.of(data));
    writer.write(session, file);
    show(session, file);
    return new SuiteTable(home, session, file);
  }

  static SqlEngine engine(int memoryMegabytes, Path temporary) {
    return new SqlEngine(memoryMegabytes, Runtime.getRuntime().availableProcessors(), temporary);
  }

  static void show(SqlSession session, Path file) {
    session.execute(
        "CREATE VIEW %s AS SELECT * FROM read_parquet(%s)"
            .formatted(NAME, SqlSession.text(file.toString())));
  }

  /// The suite of 63 expectations.
  static Suite suite() throws IOException {
    try (InputStream text = SuiteTable.class.getResourceAsStream("suite63.yaml")) {
      return Suite.parse(
          "suite63.yaml",
          new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static SuiteResult check(SqlSession session, Suite suite) {
    return CHECK.check(session, NAME, suite, Map.of(), ResultFormat.of(Level.BASIC));
  }

  /// How many expectations are fulfilled.
  static int good(SqlSession session, Suite suite) {
    return (int)
        check(session, suite).results().stream().filter(one -> one.result().success()).count();
  }

  @Override
  public void close() throws IOException {
    session.close();
    home.close();
  }
}
