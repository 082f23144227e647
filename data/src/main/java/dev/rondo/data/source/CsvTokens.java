package dev.rondo.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Takes delimited UTF-8 text apart. The rules are those of the engine that reads it later: a quote
/// counts where a field begins, only a delimiter or a line end may follow the closing one, and a
/// line ends with a line feed, a carriage return or both. Memory is bounded by the longest row.
final class CsvTokens {
  /// A row that is longer is refused.
  static final int LONGEST_ROW = 16 << 20;

  private static final int EXCERPT = 200;
  private static final String NOT_UTF8 =
      "This is not UTF-8 (byte 0x%02X); name the file's encoding, such as latin-1.";

  /// What is told, in the order of the text.
  interface Handler {
    /// A field ended.
    ///
    /// @param text valid during the call; of a field longer than is kept, its beginning
    /// @param length of the whole field
    /// @param line where the field begins
    void field(byte[] text, int length, long line, long column) throws IOException;

    /// A row ended, after its last field.
    void endRow(long length) throws IOException;

    /// A line without anything.
    void blankLine();

    /// The row that is under way cannot be read.
    void fault(long line, long column, String reason, String text);
  }

  private enum State {
    START,
    PLAIN,
    QUOTED,
    ESCAPED,
    CLOSED
  }

  private final byte delimiter;
  private final byte quote;
  private final byte escape;
  private final Handler handler;
  private final Utf8 utf8 = new Utf8();
  private int kept = LONGEST_ROW;

  private State state = State.START;
  private byte[] field = new byte[EXCERPT];
  private int fieldLength;
  private int fields;
  private boolean wasQuoted;
  private long fieldLine = 1;
  private long fieldColumn = 1;

  private final byte[] rowStart = new byte[EXCERPT];
  private int rowLength;
  private long rowLine = 1;
  private boolean isEndless;

  private long line = 1;
  private long column;
  private int characterByte;
  private long characterColumn;
  private boolean isAfterReturn;
  private boolean hasFeeds;
  private boolean hasReturns;
  private boolean hasPairs;

  CsvTokens(char delimiter, Dialect dialect, Handler handler) {
    this.delimiter = (byte) delimiter;
    this.quote = (byte) dialect.quote();
    this.escape = (byte) dialect.escape();
    this.handler = handler;
  }

  /// From now on keeps only so much of each field.
  void keep(int bytes) {
    kept = bytes;
  }

  /// How lines end, with its escapes as the engine wants it; empty when they do so in more than one
  /// way.
  Optional<String> lineEnd() {
    if ((hasFeeds ? 1 : 0) + (hasReturns ? 1 : 0) + (hasPairs ? 1 : 0) > 1) {
      return Optional.empty();
    }
    return Optional.of(hasPairs ? "\\r\\n" : hasReturns ? "\\r" : "\\n");
  }

  /// Reads to the end, or to a row that is too long to go on.
  void read(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
      for (int i = 0; i < n && !isEndless; i++) {
        step(buffer[i]);
      }
    }
    if (!isEndless) {
      end();
    }
  }

  private void step(byte b) throws IOException {
    if (isAfterReturn) {
      isAfterReturn = false;
      if (b == '\n') {
        hasPairs = true;
        return;
      }
      hasReturns = true;
    }
    checkText(b);
    if ((b == '\n' || b == '\r') && state != State.QUOTED && state != State.ESCAPED) {
      isAfterReturn = b == '\r';
      hasFeeds |= b == '\n';
      endRow();
      nextLine();
      startField();
      rowLine = line;
      return;
    }
    take(b);
    if (b == '\n') {
      nextLine();
    }
  }

  private void checkText(byte b) {
    if (b >= 0 && !utf8.isOpen()) {
      column++;
      return;
    }
    boolean goesOn = utf8.isOpen();
    column += (b & 0xC0) == 0x80 ? 0 : 1;
    if (!goesOn) {
      characterByte = b & 0xFF;
      characterColumn = column;
    }
    if (!utf8.accepts(b & 0xFF)) {
      handler.fault(line, characterColumn, NOT_UTF8.formatted(characterByte), rowText());
    }
  }

  private void nextLine() {
    line++;
    column = 0;
  }

  private void take(byte b) throws IOException {
    if (rowLength < EXCERPT) {
      rowStart[rowLength] = b;
    }
    rowLength++;
    if (rowLength > LONGEST_ROW) {
      isEndless = true;
      fieldFault("A row is longer than " + (LONGEST_ROW >> 20) + " MB from here on.");
      return;
    }
    switch (state) {
      case START -> start(b);
      case PLAIN -> plain(b);
      case QUOTED -> quoted(b);
      case ESCAPED -> {
        keep(b);
        state = State.QUOTED;
      }
      case CLOSED -> closed(b);
    }
  }

  private void start(byte b) throws IOException {
    wasQuoted = b == quote;
    if (wasQuoted) {
      state = State.QUOTED;
    } else {
      state = State.PLAIN;
      plain(b);
    }
  }

  private void plain(byte b) throws IOException {
    if (b == delimiter) {
      endField();
      startField();
    } else {
      keep(b);
    }
  }

  private void quoted(byte b) {
    if (b == quote) {
      state = State.CLOSED;
    } else if (b == escape) {
      state = State.ESCAPED;
    } else {
      keep(b);
    }
  }

  private void closed(byte b) throws IOException {
    if (b == delimiter) {
      plain(b);
    } else if (b == quote && quote == escape) {
      keep(b);
      state = State.QUOTED;
    } else {
      handler.fault(line, column, "Text follows a closing quote.", rowText());
      state = State.PLAIN;
      keep(b);
    }
  }

  private void keep(byte b) {
    if (fieldLength < kept) {
      if (fieldLength == field.length) {
        field = Arrays.copyOf(field, field.length * 2);
      }
      field[fieldLength] = b;
    }
    fieldLength++;
  }

  private void startField() {
    fieldLength = 0;
    state = State.START;
    wasQuoted = false;
    fieldLine = line;
    fieldColumn = column + 1;
  }

  private void endField() throws IOException {
    handler.field(field, fieldLength, fieldLine, fieldColumn);
    fields++;
  }

  private void endRow() throws IOException {
    if (fields == 0 && fieldLength == 0 && !wasQuoted) {
      handler.blankLine();
    } else {
      endField();
      handler.endRow(rowLength);
    }
    fields = 0;
    rowLength = 0;
  }

  private void end() throws IOException {
    hasReturns |= isAfterReturn;
    if (utf8.isOpen()) {
      handler.fault(line, column, "The text ends within a character.", rowText());
    }
    if (state == State.QUOTED || state == State.ESCAPED) {
      fieldFault("The quote that opens here is never closed.");
    }
    if (rowLength > 0) {
      endRow();
    }
  }

  private void fieldFault(String reason) {
    int length = Math.min(Math.min(fieldLength, kept), EXCERPT);
    handler.fault(
        fieldLine, fieldColumn, reason, new String(field, 0, length, StandardCharsets.UTF_8));
  }

  /// The beginning of the row that is under way.
  String rowText() {
    return new String(rowStart, 0, Math.min(rowLength, EXCERPT), StandardCharsets.UTF_8);
  }

  /// Where the row that is under way began.
  long rowLine() {
    return rowLine;
  }
}
