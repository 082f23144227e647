package dev.rondo.quality.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTestTest {
  private static JsonSchemaTest schema(String text) {
    return JsonSchemaTest.compile(Json.parse(text));
  }

  @Test
  void aDocumentFitsOrNot() {
    JsonSchemaTest schema =
        schema(
            """
            {"type": "object", "required": ["a"], "properties":
              {"a": {"type": "integer", "minimum": 1}, "b": {"$ref": "#/$defs/short"}},
             "$defs": {"short": {"type": "string", "maxLength": 2, "pattern": "^\\\\w+$"}}}
            """);
    assertThat(schema.test("{\"a\": 1, \"b\": \"é😀\"}")).isFalse();
    assertThat(schema.test("{\"a\": 1.0, \"b\": \"éa\"}")).isTrue();
    assertThat(schema.test("{\"a\": 0}")).isFalse();
    assertThat(schema.test("[]")).isFalse();
    assertThat(schema.test("{\"a\": 1, \"a\": 2}")).isTrue();
  }

  @Test
  void theDraftIsTheOneNamed() {
    assertThat(
            schema(
                    "{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"maximum\": 3, \"exclusiveMaximum\": true}")
                .test("3"))
        .isFalse();
    assertThat(
            schema(
                    "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"prefixItems\": [{\"type\": \"string\"}]}")
                .test("[1]"))
        .isTrue();
    assertThat(schema("{\"prefixItems\": [{\"type\": \"string\"}]}").test("[1]")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft/2020-12/schema"
      })
  void formatsSayNothing(String draft) {
    assertThat(
            schema("{\"$schema\": \"%s\", \"format\": \"email\"}".formatted(draft)).test("\"x\""))
        .isTrue();
  }

  @Test
  void notANumberIsANumber() {
    assertThat(schema("{\"type\": \"number\"}").test("NaN")).isTrue();
    assertThat(schema("{\"type\": \"number\"}").test("9".repeat(4000))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1,]", "x"})
  void whatIsNoDocumentIsAnErrorAndNotABadValue(String text) {
    assertThatThrownBy(() -> schema("{}").test(text))
        .isInstanceOfSatisfying(
            Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.INVALID_DATA))
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"nonsense\"}",
        "{\"minimum\": \"1\"}",
        "{\"pattern\": \"(\"}",
        "[]",
        "{\"$ref\": \"#/$defs/none\"}",
        "{\"$ref\": \"https://example.org/schema.json\"}",
        "{\"$ref\": \"file:///etc/passwd\"}",
        "{\"$ref\": \"classpath:/x.json\"}",
        "{\"$schema\": \"https://example.org/draft\"}"
      })
  void anInvalidSchemaIsAnError(String text) {
    assertThatThrownBy(() -> schema(text))
        .isInstanceOfSatisfying(
            Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.INVALID_REQUEST));
  }
}
