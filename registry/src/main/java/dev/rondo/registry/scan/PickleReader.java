package dev.rondo.registry.scan;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the opcodes of a Python pickle, and never does what they say. It follows what is pushed
/// and popped, but of the values only the texts that can be names, so that it knows what the
/// program imports: `GLOBAL` and `INST` carry a name, `STACK_GLOBAL` takes the two texts on top of
/// the stack. Everything else is skipped by its length. What is kept is bounded, whatever the file
/// holds. Confined to one thread.
///
/// The opcodes are those of the pickle protocols 0 to 5.
final class PickleReader {
  private static final long MOST_OPCODES = 50_000_000;
  private static final int MOST_IMPORTS = 1_000;
  private static final int MOST_MEMO = 2_000_000;
  private static final int MOST_STACK = 5_000_000;
  private static final int MOST_TEXT = 1 << 25;
  private static final int KEPT_TEXT = 256;
  private static final Pattern NAME = Pattern.compile("[\\w.<>]+", Pattern.UNICODE_CHARACTER_CLASS);

  /// What is pushed but can be no name.
  static final String OTHER = "?";

  /// Where a list of values begins.
  private static final String MARK = "(";

  private final InputStream in;
  private final Deque<String> stack = new ArrayDeque<>();
  private final Map<Long, String> memo = new HashMap<>();
  private final Set<String> imports = new LinkedHashSet<>();
  private final Set<String> calls = new LinkedHashSet<>();
  private long keptText;
  private long opcodes;
  private boolean isBeyond;

  private PickleReader(InputStream in) {
    this.in = in;
  }

  /// What a pickle would do.
  ///
  /// @param imports opcode and name, such as `GLOBAL os.system`, in the order of the file
  /// @param calls the opcodes that call what was imported
  /// @param isWhole whether it came to its end; else it is no pickle, or a damaged one
  /// @param isBeyond whether it goes on where the reader stopped, having seen enough
  record Program(List<String> imports, Set<String> calls, boolean isWhole, boolean isBeyond) {
    Program {
      imports = List.copyOf(imports);
      calls = Set.copyOf(calls);
    }
  }

  /// Reads one pickle to its end; what follows it stays in the stream.
  static Program read(InputStream in) throws IOException {
    PickleReader reader = new PickleReader(in);
    boolean isWhole = reader.run();
    return new Program(new ArrayList<>(reader.imports), reader.calls, isWhole, reader.isBeyond);
  }

  private boolean run() throws IOException {
    try {
      while (within(opcodes++ < MOST_OPCODES)) {
        int code = in.read();
        if (code == '.') {
          return true;
        }
        if (code < 0 || !step(code)) {
          return false;
        }
      }
      return false;
    } catch (EOFException e) {
      return false;
    }
  }

  private boolean within(boolean isWithin) {
    isBeyond |= !isWithin;
    return isWithin;
  }

  /// @return whether there is such an opcode, and what it takes is there
  private boolean step(int code) throws IOException {
    return switch (code) {
      case '(' -> push(MARK);
      case ')', ']', '}', 'N', 0x88, 0x89, 0x8f, 0x97 -> push(OTHER);
      case '0', 'a' -> pop(1);
      case 'b' -> built();
      case 's' -> pop(2);
      case '1', 'e', 'u', 0x90 -> popToMark();
      case 'd', 'l', 't', 0x91 -> popToMark() && push(OTHER);
      case '2' -> !stack.isEmpty() && push(stack.peek());
      case 'Q', 0x85 -> pop(1) && push(OTHER);
      case 0x86 -> pop(2) && push(OTHER);
      case 0x87 -> pop(3) && push(OTHER);
      case 0x98 -> true;
      case 'c' -> imported("GLOBAL", line() + "." + line());
      case 'i' -> popToMark() && called("INST") && imported("INST", line() + "." + line());
      case 0x93 -> stackGlobal();
      case 'R' -> pop(2) && called("REDUCE") && push(OTHER);
      case 'o' -> popToMark() && called("OBJ") && push(OTHER);
      case 0x81 -> pop(2) && called("NEWOBJ") && push(OTHER);
      case 0x92 -> pop(3) && called("NEWOBJ_EX") && push(OTHER);
      default -> value(code);
    };
  }

  /// Opcodes that push a value, or keep one.
  private boolean value(int code) throws IOException {
    return switch (code) {
      case 'F', 'I', 'L', 'P' -> skipLine() && push(OTHER);
      case 'S', 'V' -> push(kept(unquoted(line())));
      case 'G' -> skip(8) && push(OTHER);
      case 'J' -> skip(4) && push(OTHER);
      case 'K' -> skip(1) && push(OTHER);
      case 'M' -> skip(2) && push(OTHER);
      case 0x80 -> skip(1);
      case 0x95 -> skip(8);
      case 0x82 -> extension(1);
      case 0x83 -> extension(2);
      case 0x84 -> extension(4);
      case 0x8a, 'C' -> skip(number(1)) && push(OTHER);
      case 0x8b, 'B' -> skip(number(4)) && push(OTHER);
      case 0x8e, 0x96 -> skip(number(8)) && push(OTHER);
      case 'U', 0x8c -> push(text(number(1)));
      case 'T', 'X' -> push(text(number(4)));
      case 0x8d -> push(text(number(8)));
      case 'p' -> memoize(lineNumber());
      case 'q' -> memoize(number(1));
      case 'r' -> memoize(number(4));
      case 0x94 -> memoize(memo.size());
      case 'g' -> push(memo.getOrDefault(lineNumber(), OTHER));
      case 'h' -> push(memo.getOrDefault(number(1), OTHER));
      case 'j' -> push(memo.getOrDefault(number(4), OTHER));
      default -> false;
    };
  }

  private boolean push(String text) {
    stack.push(text);
    return within(stack.size() <= MOST_STACK);
  }

  private boolean pop(int n) {
    for (int i = 0; i < n; i++) {
      if (stack.poll() == null) {
        return false;
      }
    }
    return true;
  }

  private boolean popToMark() {
    for (String top = stack.poll(); top != null; top = stack.poll()) {
      if (top.equals(MARK)) {
        return true;
      }
    }
    return false;
  }

  /// `BUILD` may call a `__setstate__` of what was made.
  private boolean built() {
    return stack.size() > 1 && pop(1) && called("BUILD");
  }

  private boolean called(String opcode) {
    calls.add(opcode);
    return true;
  }

  private boolean imported(String opcode, String name) {
    imports.add(opcode + " " + name);
    return within(imports.size() <= MOST_IMPORTS) && push(OTHER);
  }

  private boolean stackGlobal() {
    String name = stack.poll();
    String module = stack.poll();
    return module != null && imported("STACK_GLOBAL", module + "." + name);
  }

  /// A number from a registry of the process that loads it: nobody knows what it imports.
  private boolean extension(int length) throws IOException {
    return imported("EXT", OTHER + number(length));
  }

  private boolean memoize(long index) {
    if (stack.isEmpty()) {
      return false;
    }
    memo.put(index, stack.peek());
    return within(memo.size() <= MOST_MEMO);
  }

  private boolean skip(long length) throws IOException {
    if (length < 0) {
      return false;
    }
    in.skipNBytes(length);
    return true;
  }

  private String text(long length) throws IOException {
    if (length < 0 || length > KEPT_TEXT) {
      if (!skip(length)) {
        throw new EOFException();
      }
      return OTHER;
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return kept(new String(bytes, StandardCharsets.UTF_8));
  }

  /// Only what can be a name is kept, and not without end.
  private String kept(String text) {
    boolean isName = text.length() <= KEPT_TEXT && NAME.matcher(text).matches();
    keptText += isName ? text.length() : 0;
    return isName && keptText <= MOST_TEXT ? text : OTHER;
  }

  /// An unsigned number, the lowest byte first.
  private long number(int length) throws IOException {
    long value = 0;
    for (int i = 0; i < length; i++) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      value |= (long) next << (8 * i);
    }
    return value;
  }

  /// A line; of one that is too long for a name, its beginning and a mark that no name has.
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      if (line.length() < KEPT_TEXT) {
        line.append((char) next);
      }
    }
    return line.length() < KEPT_TEXT ? line.toString() : line + OTHER;
  }

  private boolean skipLine() throws IOException {
    line();
    return true;
  }

  private long lineNumber() throws IOException {
    String line = line();
    return line.matches("[0-9]{1,18}") ? Long.parseLong(line) : -1;
  }

  private static String unquoted(String text) {
    boolean isQuoted =
        text.length() > 1
            && (text.charAt(0) == '\'' || text.charAt(0) == '"')
            && text.charAt(0) == text.charAt(text.length() - 1);
    return isQuoted ? text.substring(1, text.length() - 1) : text;
  }
}
