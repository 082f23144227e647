package dev.rondo.quality.format;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whether a document fits a JSON schema, of the draft that its `$schema` names, else of 2020-12.
/// `format` says nothing; patterns are Python's, with their limit; schemas elsewhere are not
/// fetched. Immutable and thread-safe.
public final class JsonSchemaTest implements Predicate<String> {
  private static final List<String> STANDARD =
      List.of("https://json-schema.org/", "http://json-schema.org/");

  /// Reads what [PythonJson] accepts.
  private static final JsonMapper DOCUMENTS =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(PythonJson.DEEPEST + 1)
                          .maxNumberLength(Integer.MAX_VALUE)
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .build();

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry
                  .schemaLoader(loader -> loader.allow(iri -> isStandard(iri.toString())))
                  .schemaCacheEnabled(false)
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .formatAssertionsEnabled(false)
                          .regularExpressionFactory(regex -> PythonRegex.compile(regex)::test)
                          .build()));

  private final Schema schema;

  private JsonSchemaTest(Schema schema) {
    this.schema = schema;
  }

  private static boolean isStandard(String iri) {
    return STANDARD.stream().anyMatch(iri::startsWith);
  }

  /// @throws Problem `invalid-request` when the schema breaks its own draft, names an unknown one,
  ///   or refers to what it does not hold
  public static JsonSchemaTest compile(JsonNode schema) {
    try {
      requireFitsDraft(schema);
      Schema compiled = REGISTRY.getSchema(schema);
      compiled.initializeValidators();
      return new JsonSchemaTest(compiled);
    } catch (SchemaException e) {
      throw invalid(String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireFitsDraft(JsonNode schema) {
    String draft =
        schema.path("$schema").asString(SpecificationVersion.DRAFT_2020_12.getDialectId());
    List<com.networknt.schema.Error> errors =
        REGISTRY.getSchema(SchemaLocation.of(draft)).validate(schema);
    if (!errors.isEmpty()) {
      throw Problem.invalid("The JSON schema is invalid: %s.", errors.getFirst());
    }
  }

  private static Problem invalid(String reason, Throwable cause) {
    return Problem.wrap(
        ProblemCode.INVALID_REQUEST, "The JSON schema is invalid: " + reason, cause);
  }

  /// Whether a text that is a JSON document fits.
  ///
  /// @throws Problem `invalid-data` when it is none
  @Override
  public boolean test(String document) {
    return fits(parsed(document));
  }

  public boolean fits(JsonNode document) {
    return schema.validate(document).isEmpty();
  }

  private static JsonNode parsed(String document) {
    if (PythonJson.accepts(document)) {
      try {
        return DOCUMENTS.readTree(document);
      } catch (JacksonException e) {
        throw Problem.wrap(ProblemCode.INVALID_DATA, notJson(document), e);
      }
    }
    throw Problem.of(ProblemCode.INVALID_DATA, "%s", notJson(document));
  }

  private static String notJson(String document) {
    return "A value is no JSON document and cannot be held against a schema: '%s'."
        .formatted(PythonRegex.shown(document));
  }
}
