package dev.rondo.web;

import dev.rondo.kernel.json.Yaml;
import dev.rondo.quality.RuleAbout;
import dev.rondo.quality.docs.RuleDocs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The words of pages about data in one language, from the one file that holds both. Immutable.
final class Words {
  private static final Map<Language, Words> ALL = read();
  private static final DateTimeFormatter ISO_DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter ISO_MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Language language;
  private final Map<String, String> words;
  private final Map<Pattern, String> findings;

  private Words(Language language, Map<String, String> words, Map<Pattern, String> findings) {
    this.language = language;
    this.words = words;
    this.findings = findings;
  }

  static Words of(Language language) {
    return Objects.requireNonNull(ALL.get(language));
  }

  private static Map<Language, Words> read() {
    JsonNode root = Yaml.parse("words.yaml", text()).root();
    Map<Language, Words> all = new EnumMap<>(Language.class);
    for (Language language : Language.values()) {
      Map<String, String> words = new HashMap<>();
      root.path("words")
          .forEachEntry((key, both) -> words.put(key, both.path(language.ordinal()).asString()));
      Map<Pattern, String> findings = new LinkedHashMap<>();
      if (language == Language.ZH) {
        root.path("findings")
            .forEachEntry(
                (pattern, told) -> findings.put(Pattern.compile(pattern), told.asString()));
      }
      all.put(language, new Words(language, words, findings));
    }
    return all;
  }

  private static String text() {
    try (InputStream stream = Words.class.getResourceAsStream("words.yaml")) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws IllegalArgumentException when there are no such words
  String say(String key, Object... arguments) {
    String format = words.get(key);
    if (format == null) {
      throw new IllegalArgumentException("There are no words for '" + key + "'.");
    }
    return arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
  }

  /// The words of an enum's constant, such as `state.kept`.
  String say(String kind, Enum<?> constant) {
    return say(kind + "." + constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /// The words for what data or contracts name; what nobody translated stays as it is.
  String term(String kind, String name) {
    return words.getOrDefault(kind + "." + name, name);
  }

  /// A rule's sentence.
  String sentence(RuleDocs rule) {
    return sentence(rule.sentence(), rule.about());
  }

  String sentence(String english, RuleAbout about) {
    return language == Language.EN || about.chinese().isEmpty() ? english : about.chinese();
  }

  /// What a check found, which is stored in English.
  String finding(String english) {
    for (Map.Entry<Pattern, String> finding : findings.entrySet()) {
      Matcher matcher = finding.getKey().matcher(english);
      if (matcher.matches()) {
        return matcher.replaceFirst(finding.getValue());
      }
    }
    return english.isEmpty() || language == Language.ZH
        ? english
        : english.substring(0, 1).toUpperCase(Locale.ROOT) + english.substring(1);
  }

  String day(Instant at) {
    return language == Language.EN ? Format.day(at) : ISO_DAY.format(at);
  }

  String moment(Instant at) {
    return language == Language.EN ? Format.moment(at) + " UTC" : ISO_MOMENT.format(at) + " UTC";
  }
}
