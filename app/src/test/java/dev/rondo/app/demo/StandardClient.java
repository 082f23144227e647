package dev.rondo.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.rondo.kernel.json.Json;
import io.openlineage.client.OpenLineage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads our events as the standard's own client does, which is made from the standard's schemas.
/// It writes the schema of each facet anew when it writes what it has read: an event that comes
/// back the same has all names, types and schema versions right. What a schema requires is listed
/// here.
final class StandardClient {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setDefaultPropertyInclusion(
              com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL)
          .registerModule(times());

  /// The keys that the schemas require, by the place of their object.
  private static final Map<String, Set<String>> REQUIRED =
      Map.ofEntries(
          Map.entry("", Set.of("eventTime", "producer", "schemaURL", "run", "job")),
          Map.entry("/run", Set.of("runId")),
          Map.entry("/job", Set.of("namespace", "name")),
          Map.entry("/run/facets/parent", Set.of("run", "job")),
          Map.entry("/run/facets/parent/run", Set.of("runId")),
          Map.entry("/run/facets/parent/job", Set.of("namespace", "name")),
          Map.entry("/run/facets/nominalTime", Set.of("nominalStartTime")),
          Map.entry("/run/facets/errorMessage", Set.of("message", "programmingLanguage")),
          Map.entry("/run/facets/processing_engine", Set.of("version")),
          Map.entry("/run/facets/test", Set.of("tests")),
          Map.entry("/run/facets/test/tests", Set.of("name", "status")),
          Map.entry("/job/facets/jobType", Set.of("processingType", "integration")),
          Map.entry("/job/facets/documentation", Set.of("description")),
          Map.entry("/job/facets/sourceCodeLocation", Set.of("type", "url")),
          Map.entry("/data", Set.of("namespace", "name")),
          Map.entry("/data/facets/version", Set.of("datasetVersion")),
          Map.entry("/data/facets/dataSource", Set.of("name", "uri")),
          Map.entry("/data/facets/datasetType", Set.of("datasetType")),
          Map.entry("/data/facets/schema", Set.of("fields")),
          Map.entry("/data/facets/schema/fields", Set.of("name", "type")),
          Map.entry("/data/facets/ownership", Set.of("owners")),
          Map.entry("/data/facets/ownership/owners", Set.of("name")),
          Map.entry("/data/facets/documentation", Set.of("description")),
          Map.entry("/data/facets/dataQualityMetrics", Set.of("columnMetrics")),
          Map.entry("/data/inputFacets/dataQualityMetrics", Set.of("columnMetrics")),
          Map.entry("/data/inputFacets/dataQualityAssertions", Set.of("assertions")),
          Map.entry(
              "/data/inputFacets/dataQualityAssertions/assertions", Set.of("assertion", "success")),
          Map.entry("/data/inputFacets/inputStatistics", Set.of("rowCount")),
          Map.entry("/data/outputFacets/outputStatistics", Set.of("rowCount")));

  private StandardClient() {}

  private static SimpleModule times() {
    return new SimpleModule()
        .addDeserializer(
            ZonedDateTime.class,
            new JsonDeserializer<>() {
              @Override
              public ZonedDateTime deserialize(JsonParser parser, DeserializationContext context)
                  throws IOException {
                return ZonedDateTime.parse(parser.getText());
              }
            })
        .addSerializer(
            ZonedDateTime.class,
            new JsonSerializer<>() {
              @Override
              public void serialize(
                  ZonedDateTime time, JsonGenerator out, SerializerProvider provider)
                  throws IOException {
                out.writeString(time.toInstant().toString());
              }
            });
  }

  /// Fails unless the event is one of the standard.
  static void check(JsonNode event) {
    try {
      OpenLineage.RunEvent read = MAPPER.readValue(event.toString(), OpenLineage.RunEvent.class);
      assertThat(read.getRun().getRunId()).isInstanceOf(UUID.class);
      JsonNode written = Json.parse(MAPPER.writeValueAsString(read));
      assertThat(plain(written)).isEqualTo(plain(event));
      assertThat(extraProperties(read)).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(event.toString(), e);
    }
    checkRequired("", event);
  }

  /// Facets that the client does not know by their keys would come back the same whatever they
  /// hold.
  private static Set<String> extraProperties(OpenLineage.RunEvent event) {
    Set<String> extra = new java.util.TreeSet<>();
    extra.addAll(event.getRun().getFacets().getAdditionalProperties().keySet());
    extra.addAll(event.getJob().getFacets().getAdditionalProperties().keySet());
    event
        .getInputs()
        .forEach(data -> {
          extra.addAll(data.getFacets().getAdditionalProperties().keySet());
          extra.addAll(data.getInputFacets().getAdditionalProperties().keySet());
        });
    event
        .getOutputs()
        .forEach(data -> {
          extra.addAll(data.getFacets().getAdditionalProperties().keySet());
          extra.addAll(data.getOutputFacets().getAdditionalProperties().keySet());
        });
    return extra;
  }

  /// Numbers as they are read, whole or not; what is empty as if it were not there.
  private static JsonNode plain(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode plain = Json.object();
      object.propertyNames().stream()
          .sorted()
          .forEach(name -> plain.set(name, plain(object.get(name))));
      return plain;
    } else if (node instanceof ArrayNode array) {
      ArrayNode plain = Json.array();
      array.forEach(item -> plain.add(plain(item)));
      return plain;
    }
    return node.isNumber()
        ? tools.jackson.databind.node.JsonNodeFactory.instance.numberNode(node.doubleValue())
        : node;
  }

  private static void checkRequired(String place, JsonNode node) {
    if (node instanceof ArrayNode array) {
      array.forEach(item -> checkRequired(place, item));
    } else if (node instanceof ObjectNode object) {
      assertThat(object.propertyNames())
          .as(place)
          .containsAll(REQUIRED.getOrDefault(place, Set.of()));
      if (object.has("_schemaURL") || object.has("_producer")) {
        List.of("_schemaURL", "_producer")
            .forEach(
                key -> assertThat(URI.create(object.path(key).asString()).getScheme()).isNotNull());
      }
      object.forEachEntry((key, value) -> checkRequired(place(place, key), value));
    }
  }

  /// Inputs and outputs are both data.
  private static String place(String place, String key) {
    return key.equals("inputs") || key.equals("outputs") ? "/data" : place + "/" + key;
  }
}
