package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import dev.rondo.kernel.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a client asks, read as leniently as the protocol's own server does: from the query or the
/// body; whole numbers also as texts; a text that holds JSON as that JSON; what cannot be read as
/// nothing, so that the mistake told is of a missing field. A field that is null is not there. A
/// field is called by its name or that name in camel case, `run_id` or `runId`; the keys of a map
/// are no names of fields. Of equal keys the last counts, and numbers that are none are read, too.
final class Message {
  /// How bodies of this protocol are read.
  static final ObjectReader READER =
      Json.MAPPER
          .reader()
          .with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .without(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private static final String HELP =
      " See the API docs for more information about request parameters.";

  /// Of a number.
  private static final int LONGEST = 200;

  /// Before the point; as many as a long number has.
  private static final int MOST_DIGITS = 19;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");
  private static final Pattern NO_DECIMAL =
      Pattern.compile("[+-]?(?:nan|(inf(?:inity)?))", Pattern.CASE_INSENSITIVE);

  private final ObjectNode fields;

  private Message(ObjectNode fields) {
    this.fields = fields;
  }

  static Message of(ObjectNode fields) {
    return new Message(fields);
  }

  /// The fields of the query; those of the body where there is no query, as old clients send it.
  static Message ofQuery(Request request) {
    ObjectNode fields = Json.object();
    request
        .queries()
        .forEach((name, values) -> {
          if (values.size() == 1) {
            fields.put(name, values.getFirst());
          } else {
            values.forEach(fields.withArray(name)::add);
          }
        });
    return withPath(request, fields.isEmpty() ? body(request.jsonBytes()) : fields);
  }

  static Message ofBody(Request request) {
    return withPath(request, body(request.jsonBytes()));
  }

  private static Message withPath(Request request, ObjectNode fields) {
    request.route().parameters().stream()
        .filter(parameter -> parameter.inPath())
        .map(parameter -> parameter.name())
        .forEach(name -> {
          fields.remove(camel(name));
          fields.put(name, request.parameter(name));
        });
    return new Message(fields);
  }

  /// Old clients encode twice.
  private static ObjectNode body(byte[] bytes) {
    try {
      JsonNode node = READER.readTree(bytes);
      if (node.isString()) {
        node = READER.readTree(node.stringValue());
      }
      return node instanceof ObjectNode object ? object : Json.object();
    } catch (JacksonException e) {
      return Json.object();
    }
  }

  boolean has(String name) {
    return find(name).isPresent();
  }

  private Optional<JsonNode> find(String name) {
    String spelled = spelled(name);
    JsonNode node = fields.path(spelled);
    return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  /// The name that a field has here.
  private String spelled(String name) {
    String other = camel(name);
    if (other.equals(name) || !fields.has(other)) {
      return name;
    }
    if (fields.has(name)) {
      throw Problem.invalid(
          "Request specifies both '%s' and '%s'; provide only one of them.", name, other);
    }
    return other;
  }

  private static String camel(String name) {
    int at = name.indexOf('_');
    if (at < 0) {
      return name;
    }
    StringBuilder camel = new StringBuilder(name.length()).append(name, 0, at);
    for (int i = at; i < name.length(); i++) {
      boolean isSeam = name.charAt(i) == '_' && i + 1 < name.length();
      camel.append(isSeam ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i));
    }
    return camel.toString();
  }

  /// @throws Problem `invalid-request` when it is missing
  String text(String name) {
    return findText(name).orElseThrow(() -> missing(name));
  }

  /// A required text that must not be empty.
  String fullText(String name) {
    return findText(name).filter(text -> !text.isEmpty()).orElseThrow(() -> missing(name));
  }

  Optional<String> findText(String name) {
    return find(name).map(node -> text(name, node));
  }

  private static String text(String name, JsonNode node) {
    if (node.isString()) {
      return node.stringValue();
    }
    if (node.isValueNode()) {
      return node.asString();
    }
    throw invalid(name, node, "a text is needed");
  }

  long number(String name) {
    return findNumber(name).orElseThrow(() -> missing(name));
  }

  long number(String name, long otherwise) {
    return findNumber(name).orElse(otherwise);
  }

  OptionalLong findNumber(String name) {
    return find(name).map(node -> OptionalLong.of(whole(name, node))).orElse(OptionalLong.empty());
  }

  OptionalInt findSmallNumber(String name) {
    return find(name)
        .map(node -> OptionalInt.of(Math.toIntExact(clamped(whole(name, node)))))
        .orElse(OptionalInt.empty());
  }

  private static long clamped(long value) {
    return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /// A fraction is cut off. The power of ten is looked at before it is worked out: a few characters
  /// can stand for millions of digits.
  private static long whole(String name, JsonNode node) {
    try {
      BigDecimal value = new BigDecimal(digits(text(name, node).strip()));
      long before = value.precision() - (long) value.scale();
      if (value.signum() == 0 || before <= 0) {
        return 0;
      }
      if (before > MOST_DIGITS) {
        throw new ArithmeticException("The number has " + before + " digits.");
      }
      return value.setScale(0, RoundingMode.DOWN).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw invalid(name, node, "a whole number is needed");
    }
  }

  /// A number of very many digits costs more to read than it can tell.
  private static String digits(String text) {
    if (text.length() > LONGEST) {
      throw new NumberFormatException("The number has " + text.length() + " characters.");
    }
    return text;
  }

  /// Also as a text, as truth, which is 1, and `NaN` and `Infinity` in capitals or not.
  double real(String name) {
    JsonNode node = find(name).orElseThrow(() -> missing(name));
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue() ? 1 : 0;
    }
    String text = text(name, node).strip();
    if (DECIMAL.matcher(text).matches()) {
      return Double.parseDouble(text);
    }
    Matcher none = NO_DECIMAL.matcher(text);
    if (!none.matches()) {
      throw invalid(name, node, "a number is needed");
    }
    double infinite = text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    return none.group(1) == null ? Double.NaN : infinite;
  }

  boolean flag(String name) {
    Optional<JsonNode> found = find(name);
    if (found.isEmpty()) {
      return false;
    }
    return switch (text(name, found.get()).toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, found.get(), "true or false is needed");
    };
  }

  /// A constant by its name or number; an unknown one is not there.
  ///
  /// @param constants in the order of their numbers, of which the first is 1
  <E> Optional<E> constant(String name, SequencedMap<String, E> constants) {
    return find(name)
        .map(node -> node.isNumber() ? Long.toString(whole(name, node)) : text(name, node))
        .flatMap(text ->
            Optional.ofNullable(constants.get(text))
                .or(() -> numbered(text, List.copyOf(constants.sequencedValues()))));
  }

  private static <E> Optional<E> numbered(String text, List<E> constants) {
    return text.matches("[1-9]") && Integer.parseInt(text) <= constants.size()
        ? Optional.of(constants.get(Integer.parseInt(text) - 1))
        : Optional.empty();
  }

  /// Like [#constant], but a number of none is refused.
  <E> Optional<E> knownConstant(String name, SequencedMap<String, E> constants) {
    Optional<E> constant = constant(name, constants);
    Optional<String> text = findText(name).filter(_ -> constant.isEmpty());
    if (text.filter(one -> NUMBER.matcher(one).lookingAt()).isPresent()) {
      throw invalid(name, text.get(), "there are " + constants.keySet());
    }
    return constant;
  }

  /// A single one may stand without its list.
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    find(name)
        .ifPresent(node -> {
          if (node instanceof ArrayNode list) {
            list.forEach(one -> texts.add(text(name, one)));
          } else {
            texts.add(text(name, node));
          }
        });
    return texts;
  }

  List<Message> messages(String name) {
    List<Message> messages = new ArrayList<>();
    find(name)
        .ifPresent(node -> {
          if (!(node instanceof ArrayNode list)) {
            throw invalid(name, node, "a list is needed");
          }
          list.forEach(one -> messages.add(message(name, one)));
        });
    return messages;
  }

  Optional<Message> message(String name) {
    return find(name).map(node -> message(name, node));
  }

  /// Whether it is there, and is neither a value nor a list.
  boolean hasMessage(String name) {
    return find(name).filter(JsonNode::isObject).isPresent();
  }

  private static Message message(String name, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return new Message(object);
    }
    throw invalid(name, node, "an object is needed");
  }

  /// The texts of an object, by key.
  Map<String, String> entries(String name) {
    Map<String, String> entries = new TreeMap<>();
    message(name)
        .ifPresent(
            map -> map.fields.forEachEntry((key, node) -> entries.put(key, entry(key, node))));
    return entries;
  }

  private static String entry(String key, JsonNode node) {
    if (node.isNull()) {
      throw missing(key);
    }
    return text(key, node);
  }

  /// The texts of a list of `key` and `value`, by key.
  Map<String, String> pairs(String name) {
    Map<String, String> pairs = new TreeMap<>();
    messages(name).forEach(one -> pairs.put(one.fullText("key"), one.findText("value").orElse("")));
    return pairs;
  }

  /// All of it.
  ///
  /// @param names of the fields that are to be found under these names
  ObjectNode json(String... names) {
    ObjectNode json = Json.object().setAll(fields);
    for (String name : names) {
      JsonNode node = json.remove(spelled(name));
      if (node != null) {
        json.set(name, node);
      }
    }
    return json;
  }

  static Problem missing(String name) {
    return Problem.invalid("Missing value for required parameter '%s'." + HELP, name);
  }

  /// @param value as it was sent
  static Problem invalid(String name, Object value, String right) {
    String text = value instanceof JsonNode node ? node.toString() : Json.write(value);
    return Problem.invalid(
        "Invalid value %s for parameter '%s' supplied: %s." + HELP, Texts.brief(text), name, right);
  }
}
