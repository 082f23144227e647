package dev.rondo.quality.condition;

import dev.rondo.quality.condition.ConditionTokens.Token;
import dev.rondo.quality.condition.ConditionTokens.Type;
import dev.rondo.quality.condition.RowCondition.Column;
import dev.rondo.quality.condition.RowCondition.Comparison;
import dev.rondo.quality.condition.RowCondition.Literal;
import dev.rondo.quality.condition.RowCondition.Operand;
import java.util.Optional;

/// What the dialects share: values, and comparisons between them.
record ConditionOperands(ConditionTokens tokens) {

  /// A number, with or without a sign, a text or a boolean, if one stands here.
  Optional<Literal> literal() {
    Token token = tokens.peek();
    boolean isSigned =
        (token.isSign("-") || token.isSign("+")) && tokens.peek(1).type() == Type.NUMBER;
    if (isSigned) {
      tokens.next();
      String sign = token.isSign("-") ? "-" : "";
      return Optional.of(new Literal(number(tokens.next(), sign)));
    }
    return switch (token.type()) {
      case NUMBER -> Optional.of(new Literal(number(tokens.next(), "")));
      case TEXT -> Optional.of(new Literal(tokens.next().text()));
      case NAME -> truth(token);
      case QUOTED_NAME, SIGN, END -> Optional.empty();
    };
  }

  private Optional<Literal> truth(Token token) {
    if (!token.isWord("true") && !token.isWord("false")) {
      return Optional.empty();
    }
    tokens.next();
    return Optional.of(new Literal(token.isWord("true")));
  }

  private Object number(Token token, String sign) {
    String text = sign + token.text();
    try {
      boolean isWhole = token.text().chars().allMatch(c -> c >= '0' && c <= '9');
      return isWhole ? (Object) Long.parseLong(text) : (Object) Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw tokens.problem(token, "this number cannot be used");
    }
  }

  /// With the column on the left.
  Comparison comparison(Operand left, Operator operator, Operand right, Token at) {
    if (left instanceof Column column) {
      return new Comparison(column, operator, right);
    }
    if (right instanceof Column column) {
      return new Comparison(column, operator.flipped(), left);
    }
    throw tokens.problem(at, "two values are compared, but no column");
  }
}
