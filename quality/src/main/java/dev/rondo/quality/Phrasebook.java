package dev.rondo.quality;

import dev.rondo.kernel.json.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The words of one language from its file. Immutable.
record Phrasebook(Map<String, String> formats) {
  static final Phrasebook ENGLISH = read("english.yaml");
  static final Phrasebook CHINESE = read("chinese.yaml");

  Phrasebook {
    formats = Map.copyOf(formats);
  }

  private static Phrasebook read(String resource) {
    try (InputStream stream = Phrasebook.class.getResourceAsStream(resource)) {
      byte[] text = Objects.requireNonNull(stream, resource).readAllBytes();
      Map<String, String> formats = new HashMap<>();
      Yaml.parse(resource, new String(text, StandardCharsets.UTF_8))
          .root()
          .forEachEntry((key, value) -> formats.put(key, value.asString()));
      return new Phrasebook(formats);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws IllegalArgumentException when the language has no such words
  String say(String key, Object... arguments) {
    String format = formats.get(key);
    if (format == null) {
      throw new IllegalArgumentException("There are no words for '" + key + "'.");
    }
    return String.format(Locale.ROOT, format, arguments);
  }

  /// The words of an enum's constant.
  String say(Enum<?> constant, Object... arguments) {
    return say(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), arguments);
  }

  String counted(long count, String unit) {
    String[] forms = say(unit, count, count).split("\\|", -1);
    return forms[count == 1 ? 0 : forms.length - 1];
  }

  String quoted(String name) {
    return say("quote", name);
  }

  String names(List<String> columns) {
    return list(columns.stream().map(this::quoted).toList(), "and");
  }

  /// @param conjunction the key of what stands before the last
  String list(List<?> values, String conjunction) {
    List<String> words = values.stream().map(Words::of).toList();
    if (words.size() < 2) {
      return String.join("", words);
    }
    return String.join(say("comma"), words.subList(0, words.size() - 1))
        + say(conjunction)
        + words.getLast();
  }

  /// A sentence without its end.
  String open(String sentence) {
    String end = say("end");
    return sentence.endsWith(end)
        ? sentence.substring(0, sentence.length() - end.length())
        : sentence;
  }
}
