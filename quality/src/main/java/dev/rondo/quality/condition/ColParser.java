package dev.rondo.quality.condition;

import dev.rondo.quality.condition.ConditionTokens.Token;
import dev.rondo.quality.condition.ConditionTokens.Type;
import dev.rondo.quality.condition.RowCondition.Column;
import dev.rondo.quality.condition.RowCondition.Comparison;
import dev.rondo.quality.condition.RowCondition.Literal;
import dev.rondo.quality.condition.RowCondition.Nullity;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/// Reads one condition of the form `col("x") > 5`, with a number, a text or `date("2020-01-31")`,
/// or `col("x").notNull()`.
final class ColParser {
  private final ConditionTokens tokens;

  private ColParser(String text) {
    this.tokens = new ConditionTokens(text);
  }

  static RowCondition parse(String text) {
    ColParser parser = new ColParser(text);
    RowCondition condition = parser.condition();
    parser.tokens.requireEnd();
    return condition;
  }

  private RowCondition condition() {
    Column column = new Column(argument("col"));
    if (tokens.takeSign(".")) {
      return notNull(column);
    }
    Token sign = tokens.next();
    Operator operator =
        Operator.find(sign.text())
            .filter(_ -> sign.type() == Type.SIGN)
            .orElseThrow(() -> tokens.problem(sign, "one of ==, !=, <, <=, >, >= is needed here"));
    return new Comparison(column, operator, value());
  }

  private RowCondition notNull(Column column) {
    Token method = tokens.next();
    if (!method.isWord("notnull")) {
      throw tokens.problem(method, "only notNull() may follow a column");
    }
    tokens.requireSign("(");
    tokens.requireSign(")");
    return new Nullity(column, false);
  }

  /// The text in `name("text")`.
  private String argument(String name) {
    Token token = tokens.next();
    if (!token.is(Type.NAME, name)) {
      throw tokens.problem(token, "%s(\"…\") is needed here".formatted(name));
    }
    tokens.requireSign("(");
    Token argument = tokens.next();
    if (argument.type() != Type.TEXT) {
      throw tokens.problem(argument, "a text in quotes is needed here");
    }
    tokens.requireSign(")");
    return argument.text();
  }

  private Literal value() {
    Token token = tokens.peek();
    if (token.is(Type.NAME, "date")) {
      return new Literal(date(token));
    }
    return new ConditionOperands(tokens)
        .literal()
        .filter(literal -> !(literal.value() instanceof Boolean))
        .orElseThrow(() ->
            tokens.problem(token, "a number, a text in quotes or date(\"…\") is needed here"));
  }

  private String date(Token token) {
    String date = argument("date");
    try {
      return LocalDate.parse(date).toString();
    } catch (DateTimeParseException e) {
      throw tokens.problem(token, "'%s' is no date such as 2020-01-31".formatted(date));
    }
  }
}
