package dev.rondo.quality.format;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression as Python's `re` reads it: words, digits and blanks of all alphabets, `$`
/// before a last newline, named groups, flags. A search that explodes ends with a problem that
/// names the expression. Immutable and thread-safe.
public final class PythonRegex implements Predicate<String> {
  private static final int SHOWN = 60;

  private final String pattern;
  private final RegexNode tree;
  private final Pattern java;

  private PythonRegex(String pattern, RegexNode tree, Pattern java) {
    this.pattern = pattern;
    this.tree = tree;
    this.java = java;
  }

  /// @throws Problem `invalid-request` when Python refuses the expression, or it needs conditional
  ///   groups, or a back-reference inside of a look-behind
  public static PythonRegex compile(String pattern) {
    RegexNode tree = RegexParser.parse(pattern);
    try {
      return new PythonRegex(pattern, tree, JavaRegex.compile(tree));
    } catch (PatternSyntaxException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST,
          "The regular expression '%s' cannot be used: %s.".formatted(pattern, e.getDescription()),
          e);
    }
  }

  public String pattern() {
    return pattern;
  }

  /// The same expression for RE2, the SQL engine's, if that can say it: then `regexp_matches` finds
  /// it exactly where [#test] does.
  public Optional<String> re2() {
    return Re2Regex.write(tree);
  }

  /// Whether the expression is found anywhere in the text.
  ///
  /// @throws Problem `timed-out` when the search explodes
  @Override
  public boolean test(String text) {
    return search(text, true);
  }

  /// Whether the expression, at the start of the text, takes all of it at the first try; unlike an
  /// anchored search, it does not look for another way when something is left over.
  boolean takesAll(String text) {
    return search(text, false);
  }

  private boolean search(String text, boolean isAnywhere) {
    try {
      return DeepStack.call(() -> run(text, isAnywhere));
    } catch (MeteredText.Spent | StackOverflowError e) {
      throw Problem.wrap(
          ProblemCode.TIMED_OUT,
          "The regular expression '%s' takes too long on the text '%s' of %d characters. Write it so that it has fewer ways to match."
              .formatted(pattern, shown(text), text.length()),
          e);
    }
  }

  private boolean run(String text, boolean isAnywhere) {
    var matcher = java.matcher(new MeteredText(text));
    return isAnywhere ? matcher.find() : matcher.lookingAt() && matcher.end() == text.length();
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  @Override
  public String toString() {
    return pattern;
  }
}
