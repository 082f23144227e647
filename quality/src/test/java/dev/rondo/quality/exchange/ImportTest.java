package dev.rondo.quality.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.quality.ContractDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each form, read and held against a draft that was looked over: the contract and, below it, what
/// was left out.
class ImportTest {
  private static final Map<String, BiFunction<String, String, Draft>> FORMS =
      Map.of(
          "dbt.yml", DbtImport::of,
          "manifest.json", DbtImport::of,
          "soda.yml", SodaImport::of,
          "trip.schema.json", JsonSchemaImport::of,
          "specification.yaml", SpecificationImport::of);

  static String resource(String name) {
    try (var stream = ImportTest.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dbt.yml, dbt.draft.txt",
    "manifest.json, manifest.draft.txt",
    "soda.yml, soda.draft.txt",
    "trip.schema.json, trip.draft.txt",
    "specification.yaml, specification.draft.txt"
  })
  void theDraftIsAsItWasLookedOver(String source, String golden) throws IOException {
    Draft draft =
        Objects.requireNonNull(FORMS.get(source)).apply("shop/" + source, resource(source));
    String written = OdcsWriter.write(draft.document());
    String all =
        written
            + "---\n"
            + draft.leftOut().stream().map(m -> m + "\n").collect(Collectors.joining());
    if (System.getenv("GOLDEN") != null) {
      Files.writeString(Path.of("src/test/resources/dev/rondo/quality/exchange", golden), all);
    }
    assertThat(all).isEqualTo(resource(golden));
    assertThat(OdcsWriter.write(ContractDocument.parse("draft.yaml", written))).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "a: 1",
        "models: 5",
        "models: [5, {name: x}, {columns: [{}]}]",
        "nodes: {a: 5}",
        "nodes: {a: {resource_type: test, test_metadata: {}}}",
        "checks for a: 5",
        "checks for a: [5, {}, {x: y}, '', null, [row_count > 0]]",
        "checks for : [row_count > 0]",
        "checks for a: ['row_count', 'avg() > 1', 'avg(a, b) > 1', 'missing_count(a) > x']",
        "properties: 5",
        "properties: {a: 5, b: {type: 5}, c: {enum: 5}, '': {}}",
        "type: array",
        "$ref: '#/$ref'",
        "models: {a: 5, b: {fields: 5}, c: {fields: {d: 5}}}",
        "models: {a: {fields: {b: {$ref: '#/nowhere', quality: [5, {}]}}}}",
        "servers: {a: {}}",
        "quality: {type: SodaCL, specification: 'checks for a: [row_count > 0]'}",
        "servicelevels: {freshness: {}, x: 5}",
        "version: 2\nmodels: [{name: a, tests: [5, {}]}]"
      })
  void uglyInputGivesADraftOrAProblem(String text) {
    FORMS.forEach((name, form) -> {
      try {
        assertThat(form.apply(name, text).document().tree().path("status").asString(""))
            .isEqualTo("draft");
      } catch (Problem e) {
        assertThat(e.text()).isNotBlank();
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "a: [", "5", "\"x\""})
  void whatIsNoObjectIsRefused(String text) {
    FORMS.forEach((name, form) ->
        assertThatThrownBy(() -> form.apply(name, text)).isInstanceOf(Problem.class));
  }
}
