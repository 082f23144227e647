package dev.rondo.quality.format;

import dev.rondo.kernel.MeteredText;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
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
  private final Optional<Boolean> onNothing;

  private PythonRegex(String pattern, RegexNode tree, Pattern java) {
    this.pattern = pattern;
    this.tree = tree;
    this.java = java;
    this.onNothing = RegexOnNothing.isFound(tree);
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
    return text.isEmpty() && onNothing.isPresent()
        ? onNothing.get()
        : limited(text, () -> matcher(text).find());
  }

  /// What the groups took, when the expression, at the start of the text and at the first try,
  /// takes all of it; unlike an anchored search, it looks for no other way when something is left
  /// over.
  Optional<MatchResult> wholly(String text) {
    return limited(
        text,
        () -> {
          Matcher matcher = matcher(text);
          return matcher.lookingAt() && matcher.end() == text.length()
              ? Optional.of(matcher.toMatchResult())
              : Optional.empty();
        });
  }

  private Matcher matcher(String text) {
    return java.matcher(new MeteredText(text));
  }

  private <T> T limited(String text, Supplier<T> search) {
    try {
      return DeepStack.call(search);
    } catch (MeteredText.Spent | StackOverflowError e) {
      throw Problem.wrap(
          ProblemCode.TIMED_OUT,
          "The regular expression '%s' takes too long on the text '%s' of %d characters. Write it so that it has fewer ways to match."
              .formatted(pattern, shown(text), text.length()),
          e);
    }
  }

  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  @Override
  public String toString() {
    return pattern;
  }
}
