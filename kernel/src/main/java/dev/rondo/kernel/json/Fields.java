package dev.rondo.kernel.json;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Reads the fields of a YAML object and collects every mistake with its place, so that a file is
/// judged as a whole: a value that is missing or wrong is reported and replaced by an empty one,
/// and [#finish] refuses the file. Confined to one thread.
public final class Fields {
  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d+)([smhd])");

  private final Yaml yaml;
  private final String pointer;
  private final JsonNode node;
  private final List<Mistake> mistakes;

  private Fields(Yaml yaml, String pointer, JsonNode node, List<Mistake> mistakes) {
    this.yaml = yaml;
    this.pointer = pointer;
    this.node = node;
    this.mistakes = mistakes;
  }

  /// The fields of the whole document, and the keys that it may have.
  public static Fields of(Yaml yaml, String... allowed) {
    return new Fields(yaml, "", yaml.root(), new ArrayList<>()).only(allowed);
  }

  private Fields only(String... allowed) {
    if (!node.isObject()) {
      mistakes.add(
          yaml.mistake(
              pointer, "An object with the keys " + List.of(allowed) + " is needed here."));
      return this;
    }
    for (String key : node.propertyNames()) {
      if (!Arrays.asList(allowed).contains(key)) {
        mistake(key, "The key '" + key + "' is unknown" + suggestion(key, allowed));
      }
    }
    return this;
  }

  private static String suggestion(String key, String[] allowed) {
    return Arrays.stream(allowed)
        .min(Comparator.comparingInt(known -> distance(key, known)))
        .filter(known -> distance(key, known) <= 3)
        .map(known -> "; did you mean '" + known + "'?")
        .orElse("; there are " + String.join(", ", allowed) + ".");
  }

  /// How many letters must change (Levenshtein).
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  /// Whether the key is there with a value.
  public boolean has(String key) {
    return node.hasNonNull(key);
  }

  /// A text that must be there.
  public String text(String key) {
    return optionalText(key).orElseGet(() -> missing(key, "a text", ""));
  }

  public String text(String key, String fallback) {
    return optionalText(key).orElse(fallback);
  }

  public Optional<String> optionalText(String key) {
    JsonNode value = node.path(key);
    if (!has(key)) {
      return Optional.empty();
    }
    if (!value.isString() || value.stringValue().isBlank()) {
      return Optional.of(wrong(key, "a text", ""));
    }
    return Optional.of(value.stringValue());
  }

  /// One of the constants of an enum, written in lower case with dashes.
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    Optional<String> word = optionalText(key);
    if (word.isEmpty()) {
      return fallback;
    }
    for (E constant : type.getEnumConstants()) {
      if (words(constant).equals(word.get())) {
        return constant;
      }
    }
    List<String> all = Arrays.stream(type.getEnumConstants()).map(Fields::words).toList();
    return wrong(key, "one of " + String.join(", ", all), fallback);
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  public double real(String key) {
    return has(key) ? real(key, 0) : missing(key, "a number", 0.0);
  }

  public double real(String key, double fallback) {
    JsonNode value = node.path(key);
    if (!has(key)) {
      return fallback;
    }
    return value.isNumber() ? value.doubleValue() : wrong(key, "a number", fallback);
  }

  public int whole(String key, int fallback) {
    JsonNode value = node.path(key);
    if (!has(key)) {
      return fallback;
    }
    return value.isInt() || value.isLong() && value.canConvertToInt()
        ? value.intValue()
        : wrong(key, "a whole number", fallback);
  }

  public boolean flag(String key, boolean fallback) {
    JsonNode value = node.path(key);
    if (!has(key)) {
      return fallback;
    }
    return value.isBoolean() ? value.booleanValue() : wrong(key, "true or false", fallback);
  }

  /// A duration such as `7d`, `30s` or `PT1H30M` that must be there.
  public Duration duration(String key) {
    return has(key) ? duration(key, Duration.ZERO) : missing(key, "a duration", Duration.ZERO);
  }

  public Duration duration(String key, Duration fallback) {
    Optional<String> text = optionalText(key);
    if (text.isEmpty()) {
      return fallback;
    }
    var brief = SHORT_DURATION.matcher(text.get());
    try {
      return brief.matches()
          ? Duration.parse(
              (brief.group(2).equals("d") ? "P" : "PT") + brief.group(1) + brief.group(2))
          : Duration.parse(text.get());
    } catch (DateTimeParseException e) {
      return wrong(key, "a duration such as 30s, 5m, 7d or PT1H30M", fallback);
    }
  }

  /// Texts in a list; empty when the key is missing.
  public List<String> texts(String key) {
    JsonNode list = node.path(key);
    if (!has(key)) {
      return List.of();
    }
    if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isString)) {
      return wrong(key, "a list of texts", List.of());
    }
    return list.valueStream().map(JsonNode::stringValue).toList();
  }

  /// A map from text to text, in the file's order; empty when the key is missing.
  public Map<String, String> textMap(String key) {
    JsonNode map = node.path(key);
    if (!has(key)) {
      return Map.of();
    }
    if (!map.isObject() || !map.valueStream().allMatch(JsonNode::isString)) {
      return wrong(key, "a map from text to text", Map.of());
    }
    Map<String, String> texts = new LinkedHashMap<>();
    map.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().stringValue()));
    return texts;
  }

  /// An object that must be there.
  public Fields object(String key, String... allowed) {
    if (!has(key)) {
      missing(key, "an object", "");
    }
    return new Fields(
            yaml,
            pointer + "/" + Yaml.escape(key),
            has(key) ? node.path(key) : Json.object(),
            mistakes)
        .only(allowed);
  }

  /// A list of objects; empty when the key is missing.
  public <T> List<T> objects(String key, Function<Fields, T> read, String... allowed) {
    JsonNode list = node.path(key);
    if (!has(key)) {
      return List.of();
    }
    if (!list.isArray()) {
      return wrong(key, "a list", List.of());
    }
    List<T> objects = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String at = pointer + "/" + Yaml.escape(key) + "/" + i;
      objects.add(read.apply(new Fields(yaml, at, list.get(i), mistakes).only(allowed)));
    }
    return objects;
  }

  /// The value of a key as it stands; missing when there is none.
  public JsonNode raw(String key) {
    return node.path(key);
  }

  /// Reports a mistake at a key of this object.
  public void mistake(String key, String message) {
    mistakes.add(yaml.mistake(pointer + "/" + Yaml.escape(key), message));
  }

  /// Runs a constructor that may refuse its arguments; its problem becomes a mistake at the key.
  public <T> Optional<T> tried(String key, java.util.function.Supplier<T> make) {
    try {
      return Optional.of(make.get());
    } catch (Problem e) {
      mistake(key, e.text());
      return Optional.empty();
    }
  }

  private <T> T missing(String key, String what, T fallback) {
    mistakes.add(
        yaml.mistake(pointer, "The key '" + key + "' is missing: " + what + " is needed."));
    return fallback;
  }

  private <T> T wrong(String key, String what, T fallback) {
    mistake(key, "'" + key + "' is " + node.path(key) + ", but " + what + " is needed.");
    return fallback;
  }

  /// Every mistake so far.
  public List<Mistake> mistakes() {
    return List.copyOf(mistakes);
  }

  /// Refuses the file when there is any mistake.
  public void finish() {
    if (!mistakes.isEmpty()) {
      throw Problem.of(
          ProblemCode.INVALID_FILE,
          mistakes.size() == 1
              ? mistakes.getFirst().toString()
              : mistakes.size() + " mistakes, the first: " + mistakes.getFirst(),
          mistakes);
    }
  }
}
