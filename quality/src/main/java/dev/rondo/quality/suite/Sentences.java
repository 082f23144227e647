package dev.rondo.quality.suite;

import dev.rondo.kernel.json.Yaml;
import dev.rondo.quality.expectation.Arguments;
import dev.rondo.quality.expectation.ExpectationConfig;
import dev.rondo.quality.expectation.ExpectationType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Says in a language what an expectation asks, in one sentence made of its arguments. Immutable.
public final class Sentences {
  public static final Sentences ENGLISH = new Sentences("english.yaml");
  public static final Sentences CHINESE = new Sentences("chinese.yaml");

  private final Phrases phrases;
  private final Map<String, SentenceTemplate> templates = new HashMap<>();

  private Sentences(String resource) {
    var root = Yaml.parse(resource, text(resource)).root();
    Map<String, String> words = new HashMap<>();
    root.path("phrases").forEachEntry((key, value) -> words.put(key, value.stringValue()));
    this.phrases = new Phrases(words);
    root.path("sentences")
        .forEachEntry((type, value) ->
            templates.put(type, SentenceTemplate.parse(value.stringValue(), phrases)));
  }

  private static String text(String resource) {
    try (InputStream stream = Sentences.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean knows(ExpectationType type) {
    return templates.containsKey(type.name());
  }

  /// An expectation as its suite has it: its own description, if it has one.
  public String of(SuiteExpectation expectation) {
    return expectation.about().description().isEmpty()
        ? of(expectation.type(), expectation.given(), expectation.condition().map(Condition::text))
        : expectation.about().description();
  }

  /// An expectation that stands in no suite.
  public String of(ExpectationConfig config) {
    return of(config.type(), config.arguments().given(), Optional.empty());
  }

  /// A type that has no sentence yet is told by its summary.
  private String of(ExpectationType type, ObjectNode given, Optional<String> condition) {
    Arguments arguments = new Arguments(type, given);
    List<String> asides = new ArrayList<>();
    if (type.takes("mostly")) {
      phrases.mostly(arguments.value("mostly")).ifPresent(asides::add);
    }
    condition.ifPresent(where -> asides.add(phrases.of("where", where)));
    SentenceTemplate template = templates.get(type.name());
    String sentence = template == null ? type.summary() : template.of(arguments);
    return asides.isEmpty() ? sentence : phrases.withAsides(sentence, asides);
  }
}
