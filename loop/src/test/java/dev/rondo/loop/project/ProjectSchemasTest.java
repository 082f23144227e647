package dev.rondo.loop.project;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.loop.step.BuiltInSteps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The published schemas, by which editors complete, agree with the parser.
class ProjectSchemasTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "taxi-duration");
  private static final Path SCHEMAS = Path.of("..", "docs", "schemas");
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          entry("project.yaml", "project"),
          entry("triggers.yaml", "triggers"),
          entry("sources", "source"),
          entry("contracts", "contract"),
          entry("suites", "suite"),
          entry("features", "feature-view"),
          entry("services", "feature-service"),
          entry("pipelines", "pipeline"),
          entry("endpoints", "endpoint"),
          entry("monitors", "monitor"));

  private Map<String, byte[]> files;

  @BeforeEach
  void readTheExample() throws IOException {
    files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(EXAMPLE)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(EXAMPLE.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
  }

  private static Stream<String> yamlFiles() throws IOException {
    try (Stream<Path> paths = Files.walk(EXAMPLE)) {
      return paths
          .map(path -> EXAMPLE.relativize(path).toString())
          .filter(path -> path.endsWith(".yaml"))
          .toList()
          .stream();
    }
  }

  private String text(String path) {
    return new String(files.get(path), StandardCharsets.UTF_8);
  }

  private void put(String path, String text) {
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String schemaName(String path) {
    return KINDS.get(path.split("/")[0]) + ".schema.json";
  }

  private List<String> schemaErrors(String path) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMAS.resolve(schemaName(path))), InputFormat.JSON);
    List<String> errors = new ArrayList<>();
    schema
        .validate(Json.write(Yaml.parse(path, text(path)).root()), InputFormat.JSON)
        .forEach(error -> errors.add(error.toString()));
    return errors;
  }

  private List<Mistake> parserMistakes() {
    Problem problem =
        catchThrowableOfType(Problem.class, () -> ProjectParser.parse(files, BuiltInSteps.names()));
    return problem == null ? List.of() : problem.mistakes();
  }

  @ParameterizedTest
  @MethodSource("yamlFiles")
  void everyFileOfTheExampleFitsItsSchemaAndNamesIt(String path) throws IOException {
    assertThat(schemaErrors(path)).isEmpty();
    assertThat(text(path).lines().findFirst().orElseThrow())
        .startsWith("# yaml-language-server: $schema=")
        .endsWith("docs/schemas/" + schemaName(path));
  }

  @Test
  void theParserTakesTheExample() {
    assertThat(parserMistakes()).isEmpty();
  }

  @Test
  void everyMistakeOfEverySuiteHasItsLine() {
    put("suites/b.yaml", "suite: trips\ncolumns:\n  a: [not_be_null]\n");
    put("suites/c.yaml", "suite: c\ncolumns:\n  a:\n    - be_nul\n    - be_betwen: {min: 0}\n");
    assertThat(parserMistakes())
        .extracting(Mistake::toString)
        .anyMatch(text -> text.startsWith("suites/c.yaml:4") && text.contains("be_nul"))
        .anyMatch(text -> text.startsWith("suites/c.yaml:5") && text.contains("be_betwen"))
        .anyMatch(text -> text.startsWith("suites/trips.yaml") && text.contains("'trips'"))
        .hasSize(3);
  }

  @Test
  void suitesAreFoundByTheirNames() {
    Project project = ProjectParser.parse(files, BuiltInSteps.names());
    assertThat(project.suite("trips").expectations()).hasSize(4);
    assertThat(catchThrowableOfType(Problem.class, () -> project.suite("none")))
        .hasMessage("Project 'taxi-duration' has no suite 'none'; it has [examples, trips].");
  }

  @ParameterizedTest
  @CsvSource({
    "project.yaml, ''",
    "project.yaml, /kpi",
    "project.yaml, /task",
    "triggers.yaml, ''",
    "triggers.yaml, /triggers/0",
    "sources/trips.yaml, ''",
    "contracts/trips.yaml, ''",
    "suites/trips.yaml, ''",
    "features/zone_activity.yaml, ''",
    "services/trip_duration.yaml, ''",
    "services/trip_duration.yaml, /spine",
    "services/trip_duration.yaml, /request/0",
    "services/trip_duration.yaml, /views/0",
    "pipelines/refresh.yaml, ''",
    "pipelines/refresh.yaml, /tasks/ingest",
    "pipelines/refresh.yaml, /tasks/ingest/retry",
    "endpoints/trip-duration.yaml, ''",
    "monitors/trip-duration.yaml, ''",
    "monitors/trip-duration.yaml, /drift",
    "monitors/trip-duration.yaml, /error",
  })
  void anUnknownKeyIsRefusedByBoth(String path, String place) throws IOException {
    JsonNode root = Yaml.parse(path, text(path)).root();
    ((ObjectNode) root.at(place)).put("unheard-of", "x");
    put(path, Json.write(root));
    assertThat(schemaErrors(path)).anyMatch(error -> error.contains("unheard-of"));
    assertThat(parserMistakes()).anyMatch(mistake -> mistake.toString().contains("unheard-of"));
  }

  @ParameterizedTest
  @CsvSource({
    "project.yaml, /goal",
    "project.yaml, /kpi",
    "project.yaml, /kpi/value-per-unit",
    "project.yaml, /task/metric",
    "triggers.yaml, /triggers/0/pipeline",
    "triggers.yaml, /triggers/0/every",
    "sources/trips.yaml, /files",
    "sources/trips.yaml, /contract",
    "features/zone_activity.yaml, /lookback",
    "features/zone_activity.yaml, /features",
    "services/trip_duration.yaml, /spine",
    "services/trip_duration.yaml, /spine/label-time",
    "services/trip_duration.yaml, /request/0/name",
    "services/trip_duration.yaml, /views/0/view",
    "pipelines/refresh.yaml, /name",
    "pipelines/refresh.yaml, /tasks",
    "pipelines/refresh.yaml, /tasks/ingest/uses",
    "pipelines/refresh.yaml, /tasks/ingest/retry/attempts",
    "endpoints/trip-duration.yaml, /model",
    "monitors/trip-duration.yaml, /window",
  })
  void aMissingKeyIsRefusedByBoth(String path, String place) throws IOException {
    JsonNode root = Yaml.parse(path, text(path)).root();
    int slash = place.lastIndexOf('/');
    ((ObjectNode) root.at(place.substring(0, slash))).remove(place.substring(slash + 1));
    put(path, Json.write(root));
    assertThat(schemaErrors(path)).isNotEmpty();
    assertThat(parserMistakes()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "project.yaml, /name, Taxi",
    "project.yaml, /kpi/value-per-unit, much",
    "triggers.yaml, /triggers/0/every, soon",
    "triggers.yaml, /triggers/0/event, model.promoted",
    "sources/trips.yaml, /format, xml",
    "sources/trips.yaml, /delimiter, ;;",
    "sources/trips.yaml, /delimiter, ''",
    "sources/trips.yaml, /arrival-grace, 1 day",
    "features/zone_activity.yaml, /features/zone_trips_7d, number",
    "features/zone_activity.yaml, /own-rows-only, often",
    "services/trip_duration.yaml, /request/0/transform, month",
    "services/trip_duration.yaml, /request/0/input, maybe",
    "pipelines/refresh.yaml, /name, 1st",
    "pipelines/refresh.yaml, /tasks/ingest/uses, ingests",
    "pipelines/refresh.yaml, /tasks/ingest/retry/on, never",
    "pipelines/refresh.yaml, /tasks/ingest/retry/backoff, long",
    "pipelines/refresh.yaml, /tasks/ingest/timeout, 5 minutes",
    "pipelines/refresh.yaml, /tasks/ingest/cache, perhaps",
    "endpoints/trip-duration.yaml, /output, ' '",
    "monitors/trip-duration.yaml, /endpoint, Trip",
    "monitors/trip-duration.yaml, /window, 7 days",
    "monitors/trip-duration.yaml, /drift/psi, high",
    "monitors/trip-duration.yaml, /routes, everyone",
  })
  void aWrongValueIsRefusedByBoth(String path, String place, String value) throws IOException {
    JsonNode root = Yaml.parse(path, text(path)).root();
    int slash = place.lastIndexOf('/');
    ((ObjectNode) root.at(place.substring(0, slash))).put(place.substring(slash + 1), value);
    put(path, Json.write(root));
    assertThat(schemaErrors(path)).isNotEmpty();
    assertThat(parserMistakes()).isNotEmpty();
  }

  @Test
  void aTabMaySeparateValues() throws IOException {
    put("sources/trips.yaml", text("sources/trips.yaml") + "\ndelimiter: \"\\t\"\n");
    assertThat(schemaErrors("sources/trips.yaml")).isEmpty();
    assertThat(parserMistakes()).isEmpty();
  }

  @Test
  void whatStandsAtAHandOverMustBeThere() {
    put("sources/trips.yaml", text("sources/trips.yaml") + "\nsuites: [exampels]\n");
    put(
        "suites/open.yaml",
        "suite: open\nexpect:\n  - table_row_count_to_be_between: {min: $least}\n");
    put(
        "services/trip_duration.yaml",
        text("services/trip_duration.yaml")
            .replace("suites: [examples]", "contract: contracts/trips.yaml\nsuites: [open]"));
    put(
        "endpoints/trip-duration.yaml",
        text("endpoints/trip-duration.yaml")
            .replace("answers: contracts/answer.yaml", "answers: contracts/request.yaml"));
    assertThat(parserMistakes())
        .anySatisfy(m -> assertThat(m.message()).contains("'exampels'", "'examples'"))
        .anySatisfy(m -> assertThat(m.message()).contains("'open' leaves [least] open"))
        .anySatisfy(m -> assertThat(m.message()).contains("passenger_count"))
        .anySatisfy(m -> assertThat(m.message()).contains("pickup_location_id"))
        .allSatisfy(m -> assertThat(m.line()).isPositive());
  }

  @Test
  void theSchemaKnowsEveryStep() throws IOException {
    JsonNode schema =
        Json.parseObject(Files.readString(SCHEMAS.resolve("pipeline.schema.json")))
            .at("/properties/tasks/additionalProperties/properties/uses/enum");
    assertThat(schema.valueStream().map(JsonNode::stringValue))
        .containsExactlyInAnyOrderElementsOf(BuiltInSteps.names());
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void everyKeyIsDescribed(Path schema) throws IOException {
    List<String> bare = new ArrayList<>();
    findBare("", Json.parseObject(Files.readString(schema)), bare);
    assertThat(bare).isEmpty();
  }

  private static Stream<Path> schemas() {
    return KINDS.values().stream()
        .filter(kind -> !List.of("contract", "suite").contains(kind))
        .map(kind -> SCHEMAS.resolve(kind + ".schema.json"));
  }

  private static void findBare(String place, JsonNode node, List<String> bare) {
    node.path("properties")
        .properties()
        .forEach(property -> {
          if (property.getValue().path("description").asString("").isBlank()) {
            bare.add(place + "/" + property.getKey());
          }
        });
    node.properties().forEach(e -> findBare(place + "/" + e.getKey(), e.getValue(), bare));
  }
}
