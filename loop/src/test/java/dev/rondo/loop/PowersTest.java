package dev.rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Place;
import dev.rondo.kernel.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What differs between two states of a project, and what it takes to change it.
class PowersTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "taxi-duration");
  private static final String GATES =
      """

      evaluation:
        slices:
          - {column: trip_distance, bins: 4}
        gates:
          - {name: good-enough, metric: mae, at-most: 5, slices: [trip_distance]}
      """;
  private static final String APPROVAL = "\napproval: {role: business-stakeholder}\n";
  private static final String SLICES = "\nevaluation: {slices: [{column: hour, bins: 4}]}\n";
  private static final String LEARN =
      """
      name: learn
      parameters: {now: null}
      tasks:
        set: {uses: build-training-set}
        fit: {uses: fit-model, needs: [set]}
      """;
  private static final String RUN = "run pipelines";
  private static final String MODELS = "register models, promote models, predict";
  private static final String PROMOTION =
      "What decides about promotion (gates, their slices, the approval)";

  private static Map<String, String> example = Map.of();

  @BeforeAll
  static void readTheExample() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(EXAMPLE)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(EXAMPLE.relativize(path).toString(), Files.readString(path));
      }
    }
    example = files;
  }

  /// A change of the example's files.
  private interface Edit {
    void make(Map<String, String> files);

    default Edit and(Edit next) {
      return files -> {
        make(files);
        next.make(files);
      };
    }
  }

  private static final Edit NONE = _ -> {};

  private static Edit put(String path, String text) {
    return files -> files.put(path, text);
  }

  private static Edit add(String path, String text) {
    return files -> files.merge(path, text, String::concat);
  }

  private static Edit remove(String path) {
    return files -> files.remove(path);
  }

  private static Edit move(String from, String to) {
    return files -> files.put(to, files.remove(from));
  }

  private static Edit swap(String path, String before, String after) {
    return files -> {
      assertThat(files.get(path)).contains(before);
      files.computeIfPresent(path, (_, text) -> text.replace(before, after));
    };
  }

  /// @param expected what became of which part, where it stands, and what it takes
  private record Case(String name, Edit before, Edit after, List<String> expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case changed(String name, Edit after, String... expected) {
    return changed(name, NONE, after, expected);
  }

  /// @param after what is done after `before`
  private static Case changed(String name, Edit before, Edit after, String... expected) {
    return new Case(name, before, before.and(after), List.of(expected));
  }

  static Stream<Case> whatAsksForNothing() {
    return Stream.of(
        changed("the same", NONE),
        changed("comments", add("pipelines/train.yaml", "# Soon.\n")),
        changed("a file's name", move("pipelines/train.yaml", "pipelines/learn.yaml")),
        changed("a feature", add("features/zone_activity.sql", "\n-- Soon.\n")),
        changed("an unused file of sources", put("sources/NOTES.md", "Soon.")),
        changed("a monitor", remove("monitors/trip-duration.yaml")),
        changed("slices alone", add("project.yaml", SLICES)));
  }

  static Stream<Case> whatAsksForRights() {
    return Stream.of(
        changed(
            "a new pipeline",
            put("pipelines/learn.yaml", LEARN),
            "Pipeline 'learn' is new, pipelines/learn.yaml:1: " + RUN),
        changed(
            "a changed pipeline",
            swap("pipelines/refresh.yaml", "attempts: 3", "attempts: 4"),
            "Pipeline 'refresh' has changed, pipelines/refresh.yaml:1: write data, " + RUN),
        changed(
            "a pipeline that did more before",
            put("pipelines/learn.yaml", LEARN.replace("fit-model", "register-model")),
            put("pipelines/learn.yaml", LEARN),
            "Pipeline 'learn' has changed, pipelines/learn.yaml:1: " + RUN + ", register models"),
        changed(
            "a pipeline that is gone",
            put("pipelines/learn.yaml", LEARN),
            remove("pipelines/learn.yaml"),
            "Pipeline 'learn' is gone, pipelines/learn.yaml:0: " + RUN),
        changed(
            "a pipeline of another name",
            put("pipelines/learn.yaml", LEARN),
            put("pipelines/learn.yaml", LEARN.replace("name: learn", "name: study")),
            "Pipeline 'learn' is gone, pipelines/learn.yaml:0: " + RUN,
            "Pipeline 'study' is new, pipelines/learn.yaml:1: " + RUN));
  }

  static Stream<Case> triggers() {
    return Stream.of(
        changed(
            "a new trigger",
            add("triggers.yaml", "  - {name: often, pipeline: watch, every: 1h}\n"),
            "Trigger 'often' is new, triggers.yaml:8: write data, " + RUN + ", " + MODELS),
        changed(
            "a trigger of another pipeline",
            swap("triggers.yaml", "pipeline: refresh, every: 1d", "pipeline: train, every: 1d"),
            "Trigger 'every-day' has changed, triggers.yaml:3: write data, " + RUN + ", " + MODELS),
        changed(
            "a trigger that is gone",
            swap("triggers.yaml", "  - {name: every-day, pipeline: refresh, every: 1d}\n", ""),
            "Trigger 'every-day' is gone, triggers.yaml:0: write data, " + RUN),
        changed(
            "a trigger of another name",
            swap("triggers.yaml", "name: every-day", "name: daily"),
            "Trigger 'daily' is new, triggers.yaml:3: write data, " + RUN,
            "Trigger 'every-day' is gone, triggers.yaml:0: write data, " + RUN));
  }

  static Stream<Case> sourcesAndEndpoints() {
    Edit elsewhere =
        swap("sources/trips.yaml", "rules: sources/trips.sql", "rules: sql/trips.sql")
            .and(move("sources/trips.sql", "sql/trips.sql"));
    return Stream.of(
        changed(
            "a source's rules",
            add("sources/trips.sql", "WHERE false"),
            "Source 'trips' has changed, sources/trips.yaml:1: write data"),
        changed(
            "a source's rules in another folder",
            elsewhere,
            add("sql/trips.sql", "WHERE false"),
            "Source 'trips' has changed, sources/trips.yaml:1: write data"),
        changed("rules that move as they are", elsewhere),
        changed(
            "a source's period",
            swap("sources/trips.yaml", "(\\d{4}-\\d{2})", "(\\d{4})"),
            "Source 'trips' has changed, sources/trips.yaml:1: write data"),
        changed(
            "a source's contract",
            swap("sources/trips.yaml", "contracts/trips.yaml", "contracts/request.yaml"),
            "Source 'trips' has changed, sources/trips.yaml:1: write data"),
        changed(
            "a source of another name",
            swap("sources/trips.yaml", "name: trips", "name: rides"),
            "Source 'rides' is new, sources/trips.yaml:1: write data",
            "Source 'trips' is gone, sources/trips.yaml:0: write data"),
        changed(
            "a changed endpoint",
            swap("endpoints/trip-duration.yaml", "model: trip-duration", "model: other"),
            "Endpoint 'trip-duration' has changed, endpoints/trip-duration.yaml:1: deploy"),
        changed(
            "an endpoint that is gone",
            remove("endpoints/trip-duration.yaml"),
            "Endpoint 'trip-duration' is gone, endpoints/trip-duration.yaml:0: deploy"));
  }

  static Stream<Case> gatesAndApproval() {
    return Stream.of(
        changed(
            "new gates",
            add("project.yaml", GATES),
            PROMOTION + " is new, project.yaml:25: promote models"),
        changed(
            "a gate's bound",
            add("project.yaml", GATES),
            swap("project.yaml", "at-most: 5", "at-most: 50"),
            PROMOTION + " has changed, project.yaml:25: promote models"),
        changed(
            "what the slices of a gate are",
            add("project.yaml", GATES),
            swap("project.yaml", "bins: 4", "bins: 2"),
            PROMOTION + " has changed, project.yaml:25: promote models"),
        changed(
            "gates that are gone",
            add("project.yaml", GATES),
            swap("project.yaml", GATES, ""),
            PROMOTION + " is gone, project.yaml:0: promote models"),
        changed(
            "a new approval",
            add("project.yaml", APPROVAL),
            PROMOTION + " is new, project.yaml:25: promote models"),
        changed(
            "somebody else's approval",
            add("project.yaml", APPROVAL),
            swap("project.yaml", "role: business-stakeholder", "role: data-scientist"),
            PROMOTION + " has changed, project.yaml:25: promote models"),
        changed(
            "an approval that is gone",
            add("project.yaml", APPROVAL),
            swap("project.yaml", APPROVAL, ""),
            PROMOTION + " is gone, project.yaml:0: promote models"),
        changed(
            "the slices that whoever approves looks at",
            add("project.yaml", APPROVAL),
            add("project.yaml", SLICES),
            PROMOTION + " has changed, project.yaml:27: promote models"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "whatAsksForNothing",
    "whatAsksForRights",
    "triggers",
    "sourcesAndEndpoints",
    "gatesAndApproval"
  })
  void eachDifferenceIsToldWithWhatItTakes(Case one) {
    List<Powers.Change> changes = Powers.of(files(one.after())).since(of(one.before()));
    assertThat(changes).map(PowersTest::told).isEqualTo(one.expected());
  }

  @Test
  void beforeTheFirstBuildEverythingIsNew() {
    assertThat(of(NONE).since(Powers.ofOlder(Map.of())))
        .hasSize(9)
        .allSatisfy(change -> assertThat(change.what()).endsWith(" is new"));
  }

  @Test
  void whatCannotBeReadAnyMoreIsNothing() {
    Map<String, byte[]> older = files(put("pipelines/old.yaml", "name: 1"));
    assertThat(of(NONE).since(Powers.ofOlder(older))).hasSize(9);
  }

  @Test
  void twoTriggersOfOneNameAreRefusedWhereTheSecondStands() {
    Edit twice =
        swap(
            "triggers.yaml",
            "triggers:\n",
            "triggers:\n  - {name: every-day, pipeline: train, every: 1m}\n");
    assertThatThrownBy(() -> of(twice))
        .isInstanceOfSatisfying(
            Problem.class,
            problem ->
                assertThat(problem.mistakes().toString())
                    .contains("triggers.yaml:4:", "Another trigger is named 'every-day' too."));
  }

  @Test
  void twoPartsOfOneNameAreNeverComparedAsOne() {
    Place place = new Place("triggers.yaml", 3, 5, "");
    Set<Permission> needed = Set.of(Permission.RUN_PIPELINES);
    assertThatThrownBy(() ->
            Powers.of(
                List.of(
                    new Powers.Power("Trigger 'a'", place, 1, needed),
                    new Powers.Power("Trigger 'a'", place, 2, needed))))
        .isInstanceOfSatisfying(
            Problem.class,
            problem ->
                assertThat(problem.mistakes().getFirst().toString())
                    .isEqualTo("triggers.yaml:3:5: Trigger 'a' stands here twice."));
  }

  @Test
  void aGateOfSlicesThatAreNotCutIsRefused() {
    Edit uncut =
        add(
            "project.yaml",
            GATES.replace("slices: [trip_distance]", "slices: [hour, trip_distance]"));
    assertThatThrownBy(() -> of(uncut))
        .isInstanceOfSatisfying(
            Problem.class,
            problem ->
                assertThat(problem.mistakes().toString())
                    .contains("project.yaml:29:", "\"hour\"", "[trip_distance]")
                    .doesNotContain(", Mistake"));
  }

  private static String told(Powers.Change change) {
    return "%s, %s:%d: %s"
        .formatted(
            change.what(),
            change.place().file(),
            change.place().line(),
            change.needed().stream()
                .sorted()
                .map(Permission::text)
                .collect(Collectors.joining(", ")));
  }

  private static Powers of(Edit edit) {
    return Powers.of(files(edit));
  }

  private static Map<String, byte[]> files(Edit edit) {
    Map<String, String> texts = new TreeMap<>(example);
    edit.make(texts);
    Map<String, byte[]> files = new TreeMap<>();
    texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return files;
  }
}
