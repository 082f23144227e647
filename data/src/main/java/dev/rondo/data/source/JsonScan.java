package dev.rondo.data.source;

import dev.rondo.kernel.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// One walk over JSON lines before the engine reads them: finds every line that is no object.
final class JsonScan {
  private static final int LONGEST = CsvTokens.LONGEST_ROW;
  private static final int EXCERPT = 200;

  private final SourceFile file;
  private final Consumer<Fault> faults;
  private final OutputStream good;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long number = 1;
  private long rows;
  private long longest;

  /// @param faults takes every line that is no row
  /// @param good takes the others, each in its line
  JsonScan(SourceFile file, Consumer<Fault> faults, OutputStream good) {
    this.file = file;
    this.faults = faults;
    this.good = good;
  }

  /// Reads to the end.
  void run(InputStream text) throws IOException {
    InputStream in = new BufferedInputStream(text, 1 << 16);
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        endLine();
      } else if (line.size() >= LONGEST) {
        fault(1, "A line is longer than " + (LONGEST >> 20) + " MB.", excerpt());
        return;
      } else {
        line.write(b);
      }
    }
    endLine();
  }

  long rows() {
    return rows;
  }

  long longest() {
    return longest;
  }

  private void endLine() throws IOException {
    byte[] bytes = line.toByteArray();
    boolean isBlank =
        new String(bytes, 0, Math.min(bytes.length, EXCERPT), StandardCharsets.UTF_8).isBlank();
    if (!isBlank && isObject(bytes)) {
      rows++;
      longest = Math.max(longest, bytes.length);
      good.write(bytes);
    }
    good.write('\n');
    line.reset();
    number++;
  }

  private boolean isObject(byte[] bytes) {
    Set<String> keys = new HashSet<>();
    try (JsonParser parser = Json.MAPPER.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return fault(1, "A line holds one JSON object, and this is none.", excerpt());
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = parser.currentName();
        if (!keys.add(key)) {
          int column = parser.currentTokenLocation().getColumnNr();
          return fault(column, "The key '" + key + "' stands twice in the object.", excerpt());
        }
        parser.nextToken();
        parser.skipChildren();
      }
      return parser.nextToken() == null
          || fault(
              parser.currentTokenLocation().getColumnNr(),
              "Something follows the object.",
              excerpt());
    } catch (JacksonException e) {
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      return fault(
          Math.max(1, column), "This is no JSON: " + e.getOriginalMessage() + ".", excerpt());
    }
  }

  private String excerpt() {
    return new String(
        line.toByteArray(), 0, Math.min(line.size(), EXCERPT), StandardCharsets.UTF_8);
  }

  private boolean fault(int column, String reason, String text) {
    faults.accept(new Fault(file.name(), number, column, reason, text));
    return false;
  }
}
