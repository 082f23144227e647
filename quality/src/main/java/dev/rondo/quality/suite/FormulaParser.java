package dev.rondo.quality.suite;

import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Problem;
import dev.rondo.quality.suite.Formula.Function;
import dev.rondo.quality.suite.Formula.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a formula from left to right. Powers bind to the right, all else to the left. Confined to
/// one use.
final class FormulaParser {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<number>\\d+(?:\\.\\d*)?(?:[eE][-+]?\\d+)?|\\.\\d+)"
              + "|(?<name>urn:[^\\s()*/+,]+|[A-Za-z_][A-Za-z0-9_.]*)|(?<sign>\\*\\*|[-+*/(),=]))");
  private static final int DEEPEST = 100;
  private static final int LONGEST = 100;

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int depth;

  private record Token(Kind kind, String text) {}

  private enum Kind {
    NUMBER,
    NAME,
    SIGN,
    END
  }

  FormulaParser(String text) {
    this.text = text;
  }

  Formula parse() {
    split();
    Formula formula = formula(0);
    if (next().kind != Kind.END) {
      throw wrong("'%s' stands where nothing can follow".formatted(next().text));
    }
    return formula;
  }

  private void split() {
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (matcher.find(end) && matcher.start() == end) {
      tokens.add(token(matcher));
      end = matcher.end();
    }
    String rest = text.substring(end).strip();
    if (!rest.isEmpty()) {
      throw wrong("'%s' cannot be read".formatted(rest.substring(0, 1)));
    }
    tokens.add(new Token(Kind.END, ""));
  }

  private static Token token(Matcher matcher) {
    if (matcher.group("number") instanceof String number) {
      return new Token(Kind.NUMBER, number);
    }
    return matcher.group("name") instanceof String name
        ? new Token(Kind.NAME, name)
        : new Token(Kind.SIGN, matcher.group("sign"));
  }

  private Token next() {
    return tokens.get(at);
  }

  private boolean takes(String sign) {
    boolean isThere = next().kind == Kind.SIGN && next().text.equals(sign);
    at += isThere ? 1 : 0;
    return isThere;
  }

  private void demand(String sign) {
    if (!takes(sign)) {
      throw wrong("'%s' is missing".formatted(sign));
    }
  }

  private Formula formula(int binding) {
    if (++depth > DEEPEST) {
      throw wrong("it is nested too deep");
    }
    Formula left = takes("-") ? new Formula.Negated(formula(Operator.TIMES.binding())) : atom();
    Optional<Operator> operator = operator(binding);
    while (operator.isPresent()) {
      at++;
      int tighter = operator.get().binding() + (operator.get() == Operator.POWER ? 0 : 1);
      left = new Formula.Operation(operator.get(), left, formula(tighter));
      operator = operator(binding);
    }
    depth--;
    return left;
  }

  private Optional<Operator> operator(int binding) {
    return Operator.of(next().kind == Kind.SIGN ? next().text : "")
        .filter(operator -> operator.binding() >= binding);
  }

  private Formula atom() {
    Token token = next();
    if (takes("(")) {
      Formula inner = formula(0);
      demand(")");
      return inner;
    }
    at++;
    return switch (token.kind) {
      case NUMBER -> new Formula.Constant(number(token.text));
      case NAME -> takes("(") ? call(token.text) : new Formula.Name(token.text);
      case SIGN, END ->
          throw wrong("a value is missing" + (token.text.isEmpty() ? "" : " before " + token.text));
    };
  }

  private static Number number(String text) {
    return text.matches("\\d{1,18}") ? (Number) Long.valueOf(text) : Double.valueOf(text);
  }

  private Formula call(String name) {
    List<String> known = Arrays.stream(Function.values()).map(Function::text).toList();
    if (!known.contains(name)) {
      throw wrong(Nearest.none("function", name, known));
    }
    List<Formula> arguments = new ArrayList<>();
    Map<String, Formula> named = new LinkedHashMap<>();
    while (!takes(")")) {
      if (!arguments.isEmpty() || !named.isEmpty()) {
        demand(",");
      }
      if (next().kind == Kind.NAME && tokens.get(at + 1).text.equals("=")) {
        String key = next().text;
        at += 2;
        named.put(key, formula(0));
      } else {
        arguments.add(formula(0));
      }
    }
    return new Formula.Call(Function.values()[known.indexOf(name)], arguments, named);
  }

  private Problem wrong(String what) {
    String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    String end = what.endsWith("?") || what.endsWith(".") ? "" : ".";
    return Problem.invalid("'%s' is not a formula: %s%s", shown, what, end);
  }
}
