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
import java.util.Set;

/// Reads the part of pandas' `DataFrame.query` that conditions need: comparisons, also in a chain,
/// `in` and `not in` lists, null tests, and, or, not. `&` and `|` bind as `and` and `or` do there.
/// Arithmetic, variables and other methods are refused.
final class PandasParser {
  private static final Set<String> RESERVED =
      Set.of("and", "or", "not", "in", "True", "False", "true", "false", "None");
  private static final Set<String> NULLS = Set.of("None", "nan", "NaN", "null", "NULL");

  private final ConditionTokens tokens;
  private final ConditionOperands operands;

  private PandasParser(String text) {
    this.tokens = new ConditionTokens(text);
    this.operands = new ConditionOperands(tokens);
  }

  static RowCondition parse(String text) {
    PandasParser parser = new PandasParser(text);
    RowCondition condition = parser.condition();
    parser.tokens.requireEnd();
    return condition;
  }

  static boolean isReserved(String name) {
    return RESERVED.contains(name) || NULLS.contains(name);
  }

  /// What a part of the text is, before it is known what stands around it.
  private sealed interface Term {}

  private record Whole(RowCondition condition) implements Term {}

  private record Part(Operand operand) implements Term {}

  private record Members(List<Object> values) implements Term {}

  private RowCondition condition() {
    Token start = tokens.peek();
    return asCondition(or(), start);
  }

  private Term or() {
    Token start = tokens.peek();
    Term first = and();
    if (!isOr()) {
      return first;
    }
    List<RowCondition> parts = new ArrayList<>(List.of(asCondition(first, start)));
    while (isOr()) {
      tokens.next();
      Token next = tokens.peek();
      parts.add(asCondition(and(), next));
    }
    return new Whole(new Or(parts));
  }

  private boolean isOr() {
    return tokens.peek().isSign("|") || tokens.peek().is(Type.NAME, "or");
  }

  private Term and() {
    Token start = tokens.peek();
    Term first = not();
    if (!isAnd()) {
      return first;
    }
    List<RowCondition> parts = new ArrayList<>(List.of(asCondition(first, start)));
    while (isAnd()) {
      tokens.next();
      Token next = tokens.peek();
      parts.add(asCondition(not(), next));
    }
    return new Whole(new And(parts));
  }

  private boolean isAnd() {
    return tokens.peek().isSign("&") || tokens.peek().is(Type.NAME, "and");
  }

  private Term not() {
    if (tokens.peek().is(Type.NAME, "not")) {
      tokens.next();
      Token start = tokens.peek();
      return new Whole(new Not(asCondition(not(), start)));
    }
    return chain();
  }

  /// A column alone is a condition if it is true.
  private RowCondition asCondition(Term term, Token start) {
    return switch (term) {
      case Whole(var condition) -> condition;
      case Part(Column column) -> new Comparison(column, Operator.EQUAL, new Literal(true));
      case Part _, Members _ -> throw tokens.problem(start, "this is a value and no condition");
    };
  }

  /// `1 < a <= 5` is two comparisons.
  private Term chain() {
    Token start = tokens.peek();
    Term left = term();
    List<RowCondition> links = new ArrayList<>();
    Optional<Link> link = link();
    while (link.isPresent()) {
      Term right = term();
      links.add(link.get().join(operand(left, start), right));
      left = right;
      link = link();
    }
    return switch (links.size()) {
      case 0 -> left;
      case 1 -> new Whole(links.getFirst());
      default -> new Whole(new And(links));
    };
  }

  private Operand operand(Term term, Token start) {
    if (term instanceof Part(var operand)) {
      return operand;
    }
    throw tokens.problem(start, "only a column or a value can be compared");
  }

  @FunctionalInterface
  private interface Link {
    RowCondition join(Operand left, Term right);
  }

  private Optional<Link> link() {
    Token token = tokens.peek();
    if (token.is(Type.NAME, "in")) {
      tokens.next();
      return Optional.of((left, right) -> in(left, right, false, token));
    }
    if (token.is(Type.NAME, "not") && tokens.peek(1).is(Type.NAME, "in")) {
      tokens.next();
      tokens.next();
      return Optional.of((left, right) -> in(left, right, true, token));
    }
    Optional<Operator> operator =
        token.type() == Type.SIGN ? Operator.find(token.text()) : Optional.empty();
    operator.ifPresent(_ -> tokens.next());
    return operator.map(found -> (left, right) -> compare(left, found, right, token));
  }

  private RowCondition compare(Operand left, Operator operator, Term right, Token at) {
    if (right instanceof Members && !operator.isOrder()) {
      return in(left, right, operator == Operator.NOT_EQUAL, at);
    }
    return operands.comparison(left, operator, operand(right, at), at);
  }

  private RowCondition in(Operand left, Term right, boolean isNegated, Token at) {
    if (left instanceof Column column && right instanceof Members(var values)) {
      return new Membership(column, values, isNegated);
    }
    throw tokens.problem(at, "'in' needs a column before it and a list of values behind it");
  }

  private Term term() {
    Token token = tokens.peek();
    Optional<Literal> literal = operands.literal();
    if (literal.isPresent()) {
      return new Part(literal.get());
    } else if (tokens.takeSign("~")) {
      Token start = tokens.peek();
      return new Whole(new Not(asCondition(term(), start)));
    } else if (tokens.takeSign("[")) {
      return list("]", new ArrayList<>());
    } else if (tokens.takeSign("(")) {
      return parenthesised();
    }
    return switch (token.type()) {
      case NAME, QUOTED_NAME -> column(tokens.next());
      default -> throw refused(token);
    };
  }

  private RuntimeException refused(Token token) {
    return tokens.problem(
        token,
        token.isSign("@")
            ? "variables are not known here; write the value"
            : "a column or a value is needed here");
  }

  private Term parenthesised() {
    Token start = tokens.peek();
    Term first = or();
    if (tokens.peek().isSign(",")) {
      tokens.next();
      return list(")", new ArrayList<>(List.of(value(first, start))));
    }
    tokens.requireSign(")");
    return first;
  }

  private Object value(Term term, Token at) {
    if (term instanceof Part(Literal(var value))) {
      return value;
    }
    throw tokens.problem(at, "a list holds values only");
  }

  private Term list(String end, List<Object> values) {
    while (!tokens.takeSign(end)) {
      Token at = tokens.peek();
      values.add(value(term(), at));
      if (!tokens.peek().isSign(end)) {
        tokens.requireSign(",");
      }
    }
    return new Members(values);
  }

  private Term column(Token name) {
    if (name.type() == Type.NAME && NULLS.contains(name.text())) {
      throw tokens.problem(name, "nothing equals null; use .isnull() or .notnull()");
    }
    if (name.type() == Type.NAME && RESERVED.contains(name.text())) {
      throw tokens.problem(name, "a column or a value is needed here");
    }
    Column column = new Column(name.text());
    return tokens.takeSign(".") ? method(column) : new Part(column);
  }

  private Term method(Column column) {
    Token method = tokens.next();
    boolean isNull = method.is(Type.NAME, "isnull") || method.is(Type.NAME, "isna");
    boolean isNotNull = method.is(Type.NAME, "notnull") || method.is(Type.NAME, "notna");
    if (!isNull && !isNotNull) {
      throw tokens.problem(
          method, "only isnull(), isna(), notnull() and notna() may follow a column");
    }
    tokens.requireSign("(");
    tokens.requireSign(")");
    return new Whole(new Nullity(column, isNull));
  }
}
