package dev.rondo.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineParserTest {
  private final PipelineParser parser = new PipelineParser(Set.of("ingest", "join", "train"));

  private static final String WHOLE =
      """
      name: train
      description: The model, anew
      parameters:
        month: null
        months: 3
      tasks:
        train:
          uses: train
          with: {set: "${tasks.join.training-set}", rows: "${tasks.join.facts.rows}"}
          retry: {attempts: 3, backoff: 10s, on: all}
          timeout: PT1H30M
        ingest:
          uses: ingest
          with: {month: "${parameters.month}"}
        join:
          uses: join
          needs: [ingest]
          timeout: 5m
          cache: true
      """;

  private Pipeline parse(String text) {
    return parser.parse(Yaml.parse("p.yaml", text));
  }

  private List<String> mistakes(String text) {
    Problem problem = catchThrowableOfType(Problem.class, () -> parse(text));
    assertThat(problem).as("a problem with:\n" + text).isNotNull();
    assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_FILE);
    return problem.mistakes().stream().map(Mistake::toString).toList();
  }

  @Test
  void everyPartIsRead() {
    Pipeline pipeline = parse(WHOLE);
    assertThat(pipeline.name()).isEqualTo("train");
    assertThat(pipeline.parameters()).containsOnlyKeys("month", "months");
    assertThat(pipeline.parameters().get("months").asInt()).isEqualTo(3);
    assertThat(pipeline.tasks())
        .extracting(TaskSpec::id)
        .containsExactly("train", "ingest", "join");
    TaskSpec train = pipeline.tasks().getFirst();
    assertThat(train.retry()).isEqualTo(new Retry(3, Duration.ofSeconds(10), Retry.On.ALL));
    assertThat(train.timeout()).isEqualTo(Duration.ofMinutes(90));
    assertThat(train.needs()).isEmpty();
    assertThat(Graph.needs(train)).containsExactly("join");
    assertThat(pipeline.tasks().getLast().cache()).isTrue();
    assertThat(pipeline.tasks().getLast().timeout()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void whatIsWrittenIsReadTheSame() {
    Pipeline pipeline = parse(WHOLE);
    Fields written = Fields.of(Json.parse(PipelineForm.write(pipeline)));
    Pipeline again = PipelineForm.read(written);
    assertThat(written.mistakes()).isEmpty();
    assertThat(PipelineForm.write(again)).isEqualTo(PipelineForm.write(pipeline));
    assertThat(again.tasks()).isEqualTo(pipeline.tasks());
  }

  @Test
  void everyMistakeIsToldWithItsPlace() {
    String text =
        """
        name: 1train
        owner: me
        parameters: {month: 1}
        tasks:
          a:
            uses: trian
            with: {x: "${parameters.moth}", y: "${tasks.c.out}", z: "${secrets.key}"}
            needs: [b, b, zz]
            timeout: soon
          b:
            use: join
            retry: {attempts: 0}
            cache: maybe
        """;
    assertThat(mistakes(text))
        .containsExactly(
            "p.yaml:1:1: '1train' cannot name a pipeline: use letters, digits, '-' and '_',"
                + " starting with a letter, 100 at the most.",
            "p.yaml:2:1: The key 'owner' is unknown. Known: 'name', 'description', 'parameters',"
                + " 'tasks'.",
            "p.yaml:6:5: There is no step 'trian'. Did you mean 'train'?",
            "p.yaml:7:12: There is no parameter 'moth'. Did you mean 'month'?",
            "p.yaml:7:37: There is no task 'c'. Known: 'a', 'b'.",
            "p.yaml:7:58: '${secrets.key}' refers to nothing: write ${parameters.<name>} or"
                + " ${tasks.<id>.<output>}, and $${ for a plain ${.",
            "p.yaml:8:16: Task 'b' is named here twice.",
            "p.yaml:8:19: There is no task 'zz'. Known: 'a', 'b'.",
            "p.yaml:9:5: 'timeout' is \"soon\", but a duration such as 30s, 5m, 7d or PT1H30M is"
                + " needed.",
            "p.yaml:10:3: The key 'uses' is missing: a text is needed.",
            "p.yaml:11:5: The key 'use' is unknown. Did you mean 'uses'?",
            "p.yaml:12:13: A task is tried 1 to 100 times, not 0.",
            "p.yaml:13:5: 'cache' is \"maybe\", but true or false is needed.");
  }

  @Test
  void aCycleIsNamedWhetherByNeedsOrByReference() {
    String text =
        """
        name: p
        tasks:
          start: {uses: join}
          a: {uses: join, needs: [start, c]}
          b: {uses: join, with: {x: "${tasks.a.out}"}}
          c: {uses: join, needs: [b]}
          end: {uses: join, needs: [c]}
        """;
    assertThat(mistakes(text))
        .singleElement()
        .asString()
        .endsWith(
            "The tasks wait for each other: b -> c -> a -> b."
                .replace("b -> c -> a -> b", cycle(text)));
    assertThat(cycle(text)).matches("(a -> b -> c -> a)|(b -> c -> a -> b)|(c -> a -> b -> c)");
  }

  private String cycle(String text) {
    return mistakes(text).getFirst().replaceAll(".*other: |\\.$", "");
  }

  @Test
  void aTaskThatNeedsItselfIsACycle() {
    assertThat(mistakes("name: p\ntasks:\n  a: {uses: join, needs: [a]}\n"))
        .singleElement()
        .asString()
        .endsWith("a -> a.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|1",
        "name: p|1",
        "name: p%ntasks: {}|2",
        "name: p%ntasks: [a]|2",
        "name: 5%ntasks: {a: {uses: join}}|1",
        "name: p%ntasks:%n  a: join|3",
        "name: p%ntasks:%n  a: {uses: join}%n  a: {uses: join}|4",
        "name: p%ntasks:%n  a: {uses: join, needs: b}|3",
        "name: p%ntasks:%n  a: {uses: join, needs: [1]}|3",
        "name: p%ntasks:%n  a b: {uses: join}|3",
        "name: p%ntasks:%n  a: {uses: join, retry: 3}|3",
        "name: p%ntasks:%n  a: {uses: join, retry: {attempts: many}}|3",
        "name: p%ntasks:%n  a: {uses: join, retry: {attempts: 2, on: bad}}|3",
        "name: p%ntasks:%n  a: {uses: join, timeout: 0s}|3",
        "name: p%ntasks:%n  a: {uses: join, timeout: 31d}|3",
        "name: p%ntasks:%n  a: {uses: join, timeout: 30}|3",
        "name: p%ntasks:%n  a: {uses: join, with: '${x}'}|3",
        "name: p%ntasks:%n  a:%n    uses: join%n    with: {x: '${parameters.y'}|5",
        "name: p%ntasks:%n  a:%n    uses: join%n    with: {x: {y: ['a', '${tasks.a}']}}|5"
      })
  void theLineOfAMistakeIsTold(String text, int line) {
    assertThatThrownBy(() -> parse(text.replace("%n", "\n")))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.mistakes().getFirst().line()).isEqualTo(line));
  }

  @Test
  void aChainOfManyTasksIsNoTrouble() {
    StringBuilder text = new StringBuilder("name: p\ntasks:\n  t0: {uses: join}\n");
    for (int i = 1; i < 5_000; i++) {
      text.append("  t%d: {uses: join, needs: [t%d]}\n".formatted(i, i - 1));
    }
    assertThat(parse(text.toString()).tasks()).hasSize(5_000);
  }
}
