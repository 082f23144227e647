package dev.rondo.quality;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.History;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What checks measured, kept in a file without a server: a line of JSON for each check. Of several
/// lines for the same moment the last one counts, so that a check can be repeated. A line counts as
/// soon as it ends: what a crash cut off is written over. Several processes may add to it.
///
/// @param path of the file, which need not be there yet
public record HistoryFile(Path path) {
  private static final String AT = "at";
  private static final String JUDGE = "judge";
  private static final String ROWS = "rows";
  private static final String MEASURED = "measured";

  /// What the rules of a contract or a suite measured.
  ///
  /// @param judge the contract's id or the suite's name
  /// @throws Problem `invalid-file` with every line that is none of a history
  public History of(String judge) {
    return History.of(byRule(checks(judge)));
  }

  /// How many rows the newest earlier check read; empty when none is known.
  ///
  /// @param judge the contract's id or the suite's name
  /// @param before checks at this moment or later do not count
  /// @throws Problem `invalid-file` with every line that is none of a history
  public OptionalLong previousRows(String judge, EventTime before) {
    return checks(judge).headMap(before).values().stream()
        .map(line -> line.path(ROWS))
        .filter(JsonNode::isIntegralNumber)
        .mapToLong(JsonNode::longValue)
        .reduce((_, newer) -> newer);
  }

  private SortedMap<EventTime, ObjectNode> checks(String judge) {
    SortedMap<EventTime, ObjectNode> checks = new TreeMap<>();
    List<Mistake> mistakes = new ArrayList<>();
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      try {
        ObjectNode line = Json.parseObject(lines.get(i));
        if (line.path(JUDGE).asString("").equals(judge)) {
          checks.put(EventTime.parse(line.path(AT).asString("")), line);
        }
      } catch (Problem e) {
        mistakes.add(
            new Mistake(
                path.toString(), i + 1, 0, "", "The line is none of a history: " + e.text()));
      }
    }
    if (!mistakes.isEmpty()) {
      throw Problem.invalidFile(mistakes);
    }
    return checks;
  }

  private static Map<String, List<Measured>> byRule(Map<EventTime, ObjectNode> checks) {
    Map<String, List<Measured>> values = new HashMap<>();
    checks.forEach((at, line) ->
        line.path(MEASURED).forEachEntry((rule, value) -> add(values, rule, at, value)));
    return values;
  }

  private static void add(
      Map<String, List<Measured>> values, String rule, EventTime at, JsonNode value) {
    if (value.isNumber()) {
      values
          .computeIfAbsent(rule, _ -> new ArrayList<>())
          .add(new Measured(at, value.doubleValue()));
    }
  }

  /// Those that have an end; the last one may have been cut off.
  private List<String> lines() {
    String text = text();
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private String text() {
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  private Problem failed(String what, IOException e) {
    return Problem.wrap(
        ProblemCode.INVALID_FILE,
        "The history '%s' cannot be %s: %s".formatted(path, what, e.getMessage()),
        e);
  }

  /// Adds what a check measured.
  public void add(EventTime at, QualityResult result) {
    ObjectNode line =
        Json.object().put(AT, at.toString()).put(JUDGE, result.contract()).put(ROWS, result.read());
    ObjectNode measured = line.putObject(MEASURED);
    for (RuleResult rule : result.rules()) {
      rule.measured().ifPresent(value -> measured.put(rule.rule(), value));
    }
    try (FileChannel file =
            FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock _ = file.lock()) {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      long end = end(file);
      file.truncate(end);
      file.position(end);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    } catch (IOException e) {
      throw failed("written", e);
    }
  }

  /// Where the last whole line ends.
  private static long end(FileChannel file) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long end = file.size(); end > 0; end--) {
      one.clear();
      if (file.read(one, end - 1) == 1 && one.get(0) == '\n') {
        return end;
      }
    }
    return 0;
  }
}
