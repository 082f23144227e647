package dev.rondo.quality.condition;

import dev.rondo.quality.condition.ConditionTokens.Token;
import dev.rondo.quality.condition.ConditionTokens.Type;
import dev.rondo.quality.condition.RowCondition.And;
import dev.rondo.quality.condition.RowCondition.Column;
import dev.rondo.quality.condition.RowCondition.Comparison;
import dev.rondo.quality.condition.RowCondition.Literal;
import dev.rondo.quality.condition.RowCondition.Membership;
import dev.rondo.quality.condition.RowCondition.Not;
import dev.rondo.quality.condition.RowCondition.Nullity;
import dev.rondo.quality.condition.RowCondition.Operand;
import dev.rondo.quality.condition.RowCondition.Or;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the part of Spark's filter text that conditions need: comparisons, IS NULL, IN, BETWEEN,
/// AND, OR, NOT. Null is what it is in SQL: neither true nor false, and so not kept.
final class SparkParser {
  private final ConditionTokens tokens;
  private final ConditionOperands operands;

  private SparkParser(String text) {
    this.tokens = new ConditionTokens(text);
    this.operands = new ConditionOperands(tokens);
  }

  static RowCondition parse(String text) {
    SparkParser parser = new SparkParser(text);
    RowCondition condition = parser.or();
    parser.tokens.requireEnd();
    return ThreeValued.isTrue(condition);
  }

  private RowCondition or() {
    List<RowCondition> parts = new ArrayList<>(List.of(and()));
    while (tokens.takeWord("or")) {
      parts.add(and());
    }
    return parts.size() == 1 ? parts.getFirst() : new Or(parts);
  }

  private RowCondition and() {
    List<RowCondition> parts = new ArrayList<>(List.of(not()));
    while (tokens.takeWord("and")) {
      parts.add(not());
    }
    return parts.size() == 1 ? parts.getFirst() : new And(parts);
  }

  private RowCondition not() {
    return tokens.takeWord("not") || tokens.takeSign("!") ? new Not(not()) : predicate();
  }

  private RowCondition predicate() {
    if (tokens.takeSign("(")) {
      RowCondition inner = or();
      tokens.requireSign(")");
      return inner;
    }
    Token start = tokens.peek();
    Operand left = operand();
    if (tokens.takeWord("is")) {
      boolean isNegated = tokens.takeWord("not");
      requireWord("null");
      return new Nullity(column(left, start), !isNegated);
    }
    boolean isNegated = tokens.takeWord("not");
    if (tokens.takeWord("in")) {
      return new Membership(column(left, start), list(), isNegated);
    } else if (tokens.takeWord("between")) {
      RowCondition between = between(column(left, start));
      return isNegated ? new Not(between) : between;
    }
    return isNegated ? refuseNot() : comparison(left, start);
  }

  private RowCondition refuseNot() {
    throw tokens.problem(tokens.peek(), "IN or BETWEEN is needed after NOT");
  }

  private void requireWord(String word) {
    if (!tokens.takeWord(word)) {
      throw tokens.problem(tokens.peek(), "'%s' is missing here".formatted(word));
    }
  }

  private Column column(Operand operand, Token at) {
    if (operand instanceof Column column) {
      return column;
    }
    throw tokens.problem(at, "a column is needed here");
  }

  private RowCondition between(Column column) {
    Operand least = operand();
    requireWord("and");
    Operand most = operand();
    return new And(
        List.of(
            new Comparison(column, Operator.AT_LEAST, least),
            new Comparison(column, Operator.AT_MOST, most)));
  }

  private List<Object> list() {
    List<Object> values = new ArrayList<>();
    tokens.requireSign("(");
    do {
      Token at = tokens.peek();
      if (!(operand() instanceof Literal(var value))) {
        throw tokens.problem(at, "a list holds values only");
      }
      values.add(value);
    } while (tokens.takeSign(","));
    tokens.requireSign(")");
    return values;
  }

  private RowCondition comparison(Operand left, Token start) {
    Token sign = tokens.peek();
    Optional<Operator> operator =
        sign.type() == Type.SIGN ? operator(sign.text()) : Optional.empty();
    if (operator.isEmpty()) {
      return new Comparison(column(left, start), Operator.EQUAL, new Literal(true));
    }
    tokens.next();
    return operands.comparison(left, operator.get(), operand(), start);
  }

  private static Optional<Operator> operator(String sign) {
    return switch (sign) {
      case "=" -> Optional.of(Operator.EQUAL);
      case "<>" -> Optional.of(Operator.NOT_EQUAL);
      default -> Operator.find(sign);
    };
  }

  private Operand operand() {
    Token token = tokens.peek();
    boolean isTime = token.isWord("date") || token.isWord("timestamp");
    if (isTime && tokens.peek(1).type() == Type.TEXT) {
      tokens.next();
    }
    Optional<Literal> literal = operands.literal();
    if (literal.isPresent()) {
      return literal.get();
    }
    if (token.isWord("null")) {
      throw tokens.problem(token, "nothing equals null; use IS NULL or IS NOT NULL");
    }
    if (token.type() != Type.NAME && token.type() != Type.QUOTED_NAME) {
      throw tokens.problem(token, "a column or a value is needed here");
    }
    return new Column(tokens.next().text());
  }
}
