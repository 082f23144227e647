package dev.rondo.kernel.json;

import dev.rondo.kernel.Durations;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Place;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the fields of an object and collects every mistake with its place, so that a file is
/// judged as a whole: a value that is missing or wrong is reported once and replaced by an empty
/// one, and [#finish] refuses the file.
///
/// What is named plainly must be there, or has the fallback that is given; what is named optional
/// may be left out, and so may lists and maps, which are empty then. A null counts as left out. An
/// object that is not there has no fields, and none of them is missed. Confined to one thread.
public final class Fields {
  private static final String DURATION = "a duration such as 30s, 5m, 7d or PT1H30M";
  private static final int LONGEST = 100;

  private final Function<String, Place> places;
  private final Map<String, List<Mistake>> mistakes;
  private final String pointer;
  private final JsonNode node;

  private Fields(
      Function<String, Place> places,
      Map<String, List<Mistake>> mistakes,
      String pointer,
      JsonNode node) {
    this.places = places;
    this.mistakes = mistakes;
    this.pointer = pointer;
    this.node = node;
  }

  /// The fields of a file's whole document.
  public static Fields of(Yaml yaml) {
    return new Fields(yaml::place, new LinkedHashMap<>(), "", yaml.root()).checked();
  }

  public static Fields of(JsonDocument json) {
    return new Fields(json::place, new LinkedHashMap<>(), "", json.root()).checked();
  }

  /// The fields of an object that came without a file: its mistakes have a path, but no line.
  public static Fields of(JsonNode json) {
    return new Fields(Place::at, new LinkedHashMap<>(), "", json).checked();
  }

  private Fields at(String pointer, JsonNode inner) {
    return new Fields(places, mistakes, pointer, inner).checked();
  }

  /// Fields of what stands at a key in another form, such as an object written as text.
  public Fields within(String key, JsonNode inner) {
    return at(path(key), inner);
  }

  private Fields checked() {
    if (!node.isObject() && !node.isMissingNode() && !mistakes.containsKey(pointer)) {
      mistake("An object with keys is needed here, not " + brief(node) + ".");
    }
    return this;
  }

  /// Reports every key but these.
  public Fields only(String... known) {
    return only(List.of(known));
  }

  public Fields only(Collection<String> known) {
    for (String key : keys()) {
      if (!known.contains(key)) {
        mistake(key, "The key '" + key + "' is unknown." + Nearest.choices(key, known));
      }
    }
    return this;
  }

  /// The keys that are there, in the file's order.
  public Collection<String> keys() {
    return node.propertyNames();
  }

  /// Whether the key is there with a value.
  public boolean has(String key) {
    return node.hasNonNull(key);
  }

  /// The value of a key as it stands; missing when there is none.
  public JsonNode raw(String key) {
    return node.path(key);
  }

  /// A text that is not blank.
  public String text(String key) {
    demand(key, "a text");
    return text(key, "");
  }

  public String text(String key, String fallback) {
    return optionalText(key).orElse(fallback);
  }

  public Optional<String> optionalText(String key) {
    return optional(key, aText(key), raw(key).stringValueOpt().filter(text -> !text.isBlank()));
  }

  /// The name of something that there is.
  ///
  /// @param what is named, such as `pipeline`
  public String reference(String key, String what, Collection<String> known) {
    String name = text(key);
    if (!name.isEmpty() && !known.contains(name)) {
      mistake(key, Nearest.none(what, name, known));
    }
    return name;
  }

  /// A text for people, which may be blank or left out.
  public String prose(String key) {
    return optional(key, aText(key), raw(key).stringValueOpt()).orElse("");
  }

  private String aText(String key) {
    return raw(key).isNumber() || raw(key).isBoolean() ? "a text in quotes" : "a text";
  }

  /// A regular expression.
  public Optional<Pattern> optionalPattern(String key) {
    try {
      return optionalText(key).map(Pattern::compile);
    } catch (PatternSyntaxException e) {
      mistake(key, brief(raw(key)) + " is not a regular expression: " + e.getDescription() + ".");
      return Optional.empty();
    }
  }

  /// One of these words.
  public Optional<String> optionalChoice(String key, Collection<String> words) {
    Optional<String> word = raw(key).stringValueOpt().filter(words::contains);
    if (word.isEmpty() && has(key)) {
      report(key, String.join(" or ", words), Nearest.hint(raw(key).asString(""), words));
    }
    return word;
  }

  public String choice(String key, Collection<String> words) {
    demand(key, String.join(" or ", words));
    return optionalChoice(key, words).orElse("");
  }

  /// One of the constants of an enum, written in lower case with dashes.
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    return optionalChoice(key, words(type)).flatMap(word -> find(type, word)).orElse(fallback);
  }

  /// A list of constants of an enum.
  public <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
    return items(
        key,
        String.join(" or ", words(type)),
        item -> item.stringValueOpt().flatMap(word -> find(type, word)));
  }

  private static <E extends Enum<E>> Optional<E> find(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants()).filter(e -> word(e).equals(word)).findFirst();
  }

  private static List<String> words(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(Fields::word).toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public double real(String key) {
    demand(key, "a number");
    return real(key, 0);
  }

  public double real(String key, double fallback) {
    return optionalReal(key).orElse(fallback);
  }

  public OptionalDouble optionalReal(String key) {
    OptionalDouble value = raw(key).doubleValueOpt();
    require(key, value.isPresent() || !has(key), "a number");
    return value;
  }

  public int whole(String key) {
    demand(key, "a whole number");
    return whole(key, 0);
  }

  public int whole(String key, int fallback) {
    return optionalWhole(key).orElse(fallback);
  }

  public OptionalInt optionalWhole(String key) {
    OptionalInt value = raw(key).intValueOpt();
    require(key, value.isPresent() || !has(key), "a whole number");
    return value;
  }

  public boolean flag(String key, boolean fallback) {
    return optional(key, "true or false", raw(key).booleanValueOpt()).orElse(fallback);
  }

  /// A duration as [Durations] reads it.
  public Duration duration(String key) {
    demand(key, DURATION);
    return duration(key, Duration.ZERO);
  }

  public Duration duration(String key, Duration fallback) {
    Optional<Duration> value = raw(key).stringValueOpt().flatMap(Durations::parse);
    return optional(key, DURATION, value).orElse(fallback);
  }

  /// A list of texts.
  public List<String> texts(String key) {
    return items(key, "a text", JsonNode::stringValueOpt);
  }

  /// A map from text to text, in the file's order.
  public Map<String, String> textMap(String key) {
    Fields map = optionalObject(key);
    Map<String, String> texts = new LinkedHashMap<>();
    map.keys().forEach(name -> texts.put(name, map.text(name)));
    return texts;
  }

  /// This object, as it stands.
  public ObjectNode whole() {
    return node instanceof ObjectNode object ? object : Json.object();
  }

  /// An object with any content, as it stands.
  public ObjectNode tree(String key) {
    return optionalObject(key).whole();
  }

  public Fields object(String key) {
    demand(key, "an object");
    return optionalObject(key);
  }

  public Fields optionalObject(String key) {
    return at(path(key), has(key) ? raw(key) : MissingNode.getInstance());
  }

  /// A list of objects.
  public List<Fields> objects(String key) {
    List<JsonNode> items = list(key);
    return IntStream.range(0, items.size())
        .mapToObj(i -> at(path(key) + "/" + i, items.get(i)))
        .toList();
  }

  private <T> List<T> items(String key, String needed, Function<JsonNode, Optional<T>> read) {
    List<T> values = new ArrayList<>();
    List<JsonNode> items = list(key);
    for (int i = 0; i < items.size(); i++) {
      Optional<T> value = read.apply(items.get(i));
      value.ifPresent(values::add);
      if (value.isEmpty()) {
        mistake(key, i, brief(items.get(i)) + " stands here, but " + needed + " is needed.");
      }
    }
    return values;
  }

  /// The items of a list as they stand.
  public List<JsonNode> list(String key) {
    require(key, raw(key).isArray() || !has(key), "a list");
    return raw(key).isArray() ? raw(key).valueStream().toList() : List.of();
  }

  /// Runs a constructor that may refuse its arguments; its problem becomes a mistake at the key.
  public <T> Optional<T> tried(String key, Supplier<T> make) {
    try {
      return Optional.of(make.get());
    } catch (Problem e) {
      mistake(key, e.text());
      return Optional.empty();
    }
  }

  private <T> Optional<T> optional(String key, String needed, Optional<T> value) {
    require(key, value.isPresent() || !has(key), needed);
    return value;
  }

  private void demand(String key, String needed) {
    require(key, has(key), needed);
  }

  /// Reports the value of a key unless it is right, or was reported before.
  ///
  /// @param needed what would be right, such as `a number above 0`
  public void require(String key, boolean isRight, String needed) {
    if (!isRight) {
      report(key, needed, "");
    }
  }

  private void report(String key, String needed, String hint) {
    if (node.isObject() && !mistakes.containsKey(path(key))) {
      String wrong =
          has(key)
              ? "'" + key + "' is " + brief(raw(key)) + ", but "
              : "The key '" + key + "' is missing: ";
      mistake(key, wrong + needed + " is needed." + hint);
    }
  }

  private static String brief(JsonNode value) {
    return Texts.shortened(value.toString(), LONGEST);
  }

  /// Reports a mistake of this object as a whole.
  public void mistake(String message) {
    add(place().mistake(message));
  }

  /// Reports a mistake at a key of this object.
  public void mistake(String key, String message) {
    add(place(key).mistake(message));
  }

  /// Reports a mistake at an item of the list at a key.
  public void mistake(String key, int item, String message) {
    add(places.apply(path(key) + "/" + item).mistake(message));
  }

  /// Reports a mistake anywhere in the document.
  public void add(Mistake mistake) {
    mistakes.computeIfAbsent(mistake.path(), _ -> new ArrayList<>()).add(mistake);
  }

  /// Where this object stands.
  public Place place() {
    return places.apply(pointer);
  }

  /// Where a key stands, or would stand.
  public Place place(String key) {
    return places.apply(path(key));
  }

  private String path(String key) {
    return pointer + "/" + Yaml.escape(key);
  }

  /// Every mistake of the document so far, in the order of their places.
  public List<Mistake> mistakes() {
    return mistakes.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column))
        .toList();
  }

  /// Refuses the document when there is any mistake.
  ///
  /// @throws Problem `invalid-file` with every mistake
  public void finish() {
    if (!mistakes.isEmpty()) {
      throw Problem.invalidFile(mistakes());
    }
  }
}
