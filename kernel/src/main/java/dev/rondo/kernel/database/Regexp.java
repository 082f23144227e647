package dev.rondo.kernel.database;

import dev.rondo.kernel.MeteredText;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;

/// The operator `text REGEXP pattern`, which SQLite has a place for but no code. The pattern is one
/// of Java's and is found anywhere in the text. All rows of a statement share one allowance of
/// looks at their texts, so that no pattern holds a connection for long. Confined to its
/// connection.
final class Regexp extends Function {
  private static final long LOOKS = 200_000_000;

  private Pattern pattern = Pattern.compile("");
  private long left = LOOKS;
  private @Nullable Problem problem;

  static Regexp on(Connection connection) throws SQLException {
    Regexp regexp = new Regexp();
    create(connection, "regexp", regexp, 2, FLAG_DETERMINISTIC);
    return regexp;
  }

  /// A statement begins, with a new allowance.
  void begin() {
    left = LOOKS;
    problem = null;
  }

  /// Why the statement failed, if it was here.
  Optional<Problem> problem() {
    return Optional.ofNullable(problem);
  }

  /// SQLite hands over the pattern first.
  @Override
  protected void xFunc() throws SQLException {
    String text = value_text(1);
    if (text == null) {
      result();
      return;
    }
    try {
      result(isFound(value_text(0), text) ? 1 : 0);
    } catch (PatternSyntaxException e) {
      problem =
          Problem.wrap(
              ProblemCode.INVALID_REQUEST,
              "The regular expression '" + e.getPattern() + "' is malformed: " + e.getDescription(),
              e);
      throw new SQLException("malformed regular expression", e);
    } catch (MeteredText.Spent | StackOverflowError e) {
      problem =
          Problem.wrap(
              ProblemCode.INVALID_REQUEST,
              "The regular expression '"
                  + pattern
                  + "' takes too long; write it so that it has fewer ways to match.",
              e);
      throw new SQLException("exhausted regular expression", e);
    }
  }

  private boolean isFound(String expression, String text) {
    if (!pattern.pattern().equals(expression)) {
      pattern = Pattern.compile(expression);
    }
    MeteredText metered = new MeteredText(text, left);
    try {
      return pattern.matcher(metered).find();
    } finally {
      left = metered.left();
    }
  }
}
