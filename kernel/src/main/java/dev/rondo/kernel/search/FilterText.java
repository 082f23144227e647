package dev.rondo.kernel.search;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.search.Tokens.Token;
import dev.rondo.kernel.search.Vocabulary.Found;
import dev.rondo.kernel.search.Vocabulary.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads filters, clauses joined by AND, and orders. There is no OR, no NOT, no parentheses around
/// clauses and no function.
public final class FilterText {
  private static final int MOST_CHARACTERS = 16_000;
  private static final int MOST_CLAUSES = 100;
  private static final int MOST_MEMBERS = 10_000;
  private static final int MOST_ORDERS = 20;

  private final Vocabulary vocabulary;
  private final String text;
  private final Tokens tokens;

  private FilterText(Vocabulary vocabulary, String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw Problem.invalid(
          "The filter has %d characters; %d are the most.", text.length(), MOST_CHARACTERS);
    }
    this.vocabulary = vocabulary;
    this.text = text;
    this.tokens = new Tokens(text);
  }

  /// The conditions that must all hold; none for a blank text.
  ///
  /// @throws Problem `invalid-request` that names the clause which cannot be read
  public static List<Condition> parse(Vocabulary vocabulary, String text) {
    return new FilterText(vocabulary, text).conditions();
  }

  /// The orders of a list such as `metrics.mae DESC`, the first counting most.
  ///
  /// @throws Problem `invalid-request` for what cannot be ordered by, or stands there twice
  public static List<Sort> orders(Vocabulary vocabulary, List<String> texts) {
    if (texts.size() > MOST_ORDERS) {
      throw Problem.invalid(
          "`order_by` has %d clauses; %d are the most.", texts.size(), MOST_ORDERS);
    }
    List<Sort> orders = new ArrayList<>();
    Set<List<String>> keys = new HashSet<>();
    for (String text : texts) {
      Sort order = new FilterText(vocabulary, text).order();
      if (!keys.add(List.of(order.entity(), order.key()))) {
        throw Problem.invalid("`order_by` contains duplicate fields: %s", texts);
      }
      orders.add(order);
    }
    return orders;
  }

  private List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>();
    if (text.isBlank()) {
      return conditions;
    }
    conditions.add(condition());
    while (!tokens.atEnd()) {
      if (!tokens.skipWord("AND")) {
        throw invalid();
      }
      conditions.add(condition());
    }
    if (conditions.size() > MOST_CLAUSES) {
      throw Problem.invalid(
          "The filter has %d clauses; %d are the most.", conditions.size(), MOST_CLAUSES);
    }
    return conditions;
  }

  private Condition condition() {
    Found found = identifier();
    Operator operator = operator();
    if (!found.operators().contains(operator)) {
      throw Problem.invalid(
          "Invalid clause(s) in filter string: '%s'. '%s' is not compared by %s; it takes %s.",
          text, found.key(), operator, named(found.operators()));
    }
    return new Condition(found.entity(), found.key(), operator, operand(found, operator));
  }

  private static String named(Set<Operator> operators) {
    return operators.stream().sorted().map(Operator::toString).collect(Collectors.joining(", "));
  }

  private Found identifier() {
    Token token = tokens.next();
    return switch (token) {
      case Token.Word(String word) when word.endsWith(".") -> quoted(word);
      case Token.Word(String word) when tokens.skip('.') -> quoted(word + ".");
      case Token.Word(String word) -> vocabulary.find("", word, false);
      case Token.Quoted(String key, char quote) when quote != '\'' ->
          vocabulary.find("", key, true);
      default -> throw invalid();
    };
  }

  /// The key in quotes, or its last part, after an entity and its dot.
  private Found quoted(String before) {
    int dot = before.indexOf('.');
    if (tokens.next() instanceof Token.Quoted(String key, char quote) && quote != '\'') {
      return vocabulary.find(before.substring(0, dot), before.substring(dot + 1) + key, true);
    }
    throw invalid();
  }

  private Operator operator() {
    Token token = tokens.next();
    if (token instanceof Token.Symbol(String symbol)) {
      return switch (symbol) {
        case "=" -> Operator.EQUAL;
        case "!=" -> Operator.NOT_EQUAL;
        case "<" -> Operator.LESS;
        case "<=" -> Operator.AT_MOST;
        case ">" -> Operator.GREATER;
        case ">=" -> Operator.AT_LEAST;
        default -> throw invalid();
      };
    }
    if (token instanceof Token.Word(String word)) {
      return switch (word.toUpperCase(Locale.ROOT)) {
        case "LIKE" -> Operator.LIKE;
        case "ILIKE" -> Operator.ILIKE;
        case "RLIKE" -> Operator.RLIKE;
        case "IN" -> Operator.IN;
        case "NOT" -> follows("IN", Operator.NOT_IN);
        case "IS" ->
            tokens.skipWord("NOT")
                ? follows("NULL", Operator.IS_NOT_NULL)
                : follows("NULL", Operator.IS_NULL);
        default -> throw invalid();
      };
    }
    throw invalid();
  }

  private Operator follows(String word, Operator operator) {
    if (tokens.skipWord(word)) {
      return operator;
    }
    throw invalid();
  }

  private Operand operand(Found found, Operator operator) {
    if (Operator.OF_PRESENCE.contains(operator)) {
      return new Operand.Nothing();
    }
    if (Operator.OF_MEMBERS.contains(operator)) {
      return members();
    }
    Token token = tokens.next();
    if (found.kind() == Kind.NUMBER) {
      if (token instanceof Token.Number(double value)) {
        return new Operand.Number(value);
      }
      throw Problem.invalid(
          "Invalid clause(s) in filter string: '%s'. '%s' is compared with a plain number.",
          text, found.key());
    }
    if (token instanceof Token.Quoted(String value, char quote) && quote != '`') {
      return new Operand.Text(value);
    }
    throw Problem.invalid(
        "Invalid clause(s) in filter string: '%s'. The value of '%s' must stand in quotes.",
        text, found.key());
  }

  private Operand members() {
    List<String> members = new ArrayList<>();
    if (!tokens.skip('(')) {
      throw invalid();
    }
    do {
      if (!(tokens.next() instanceof Token.Quoted(String value, char quote)) || quote == '`') {
        throw invalid();
      }
      members.add(value);
    } while (tokens.skip(',') && !tokens.isAt(')'));
    if (!tokens.skip(')')) {
      throw invalid();
    }
    if (members.size() > MOST_MEMBERS) {
      throw Problem.invalid(
          "The list has %d members; %d are the most.", members.size(), MOST_MEMBERS);
    }
    return new Operand.Texts(members);
  }

  private Sort order() {
    try {
      Found found = identifier();
      boolean isDescending = tokens.skipWord("DESC");
      if (!isDescending) {
        tokens.skipWord("ASC");
      }
      if (tokens.atEnd() && found.isSortable()) {
        return new Sort(found.entity(), found.key(), !isDescending);
      }
    } catch (Problem e) {
      throw Problem.invalid("Invalid order_by clause '%s': %s", text, e.text());
    }
    throw Problem.invalid(
        "Invalid order_by clause '%s': one key that can be ordered by, and ASC or DESC, is needed.",
        text);
  }

  private Problem invalid() {
    return Problem.invalid(
        "Invalid clause(s) in filter string: '%s'. Clauses such as %s are joined by AND.",
        text, vocabulary.examples());
  }
}
