package dev.rondo.kernel.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FieldsTest {
  private static Fields fields(String text) {
    return Fields.of(Yaml.parse("a.yaml", text));
  }

  private static List<String> mistakes(Fields fields) {
    Problem problem = catchThrowableOfType(Problem.class, fields::finish);
    assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_FILE);
    return problem.mistakes().stream().map(Object::toString).toList();
  }

  @Test
  void everyMistakeIsReportedWithItsPlace() {
    Fields fields = fields("nmae: x\ncount: many\nwait: 5 parsecs\nlist:\n  - {}\n  - 1\n");
    fields.object("list2").text("id");
    fields.objects("list").forEach(item -> item.only("id").text("id"));
    fields.duration("wait");
    fields.whole("count", 1);
    fields.only("name", "count", "wait", "list").text("name");
    assertThat(mistakes(fields))
        .containsExactly(
            "a.yaml:1:1: The key 'list2' is missing: an object is needed.",
            "a.yaml:1:1: The key 'nmae' is unknown. Did you mean 'name'?",
            "a.yaml:1:1: The key 'name' is missing: a text is needed.",
            "a.yaml:2:1: 'count' is \"many\", but a whole number is needed.",
            "a.yaml:3:1: 'wait' is \"5 parsecs\", but a duration such as 30s, 5m, 7d or PT1H30M is"
                + " needed.",
            "a.yaml:5:5: The key 'id' is missing: a text is needed.",
            "a.yaml:6:5: An object with keys is needed here, not 1.");
  }

  @Test
  void aValueIsReportedOnce() {
    Fields fields = fields("n: x\nm: -1\nt: ' '\n");
    fields.require("n", fields.real("n", 0) > 0, "a number above 0");
    fields.require("m", fields.real("m", 0) > 0, "a number above 0");
    fields.text("t");
    fields.text("u");
    fields.text("u");
    assertThat(mistakes(fields))
        .containsExactly(
            "a.yaml:1:1: 'n' is \"x\", but a number is needed.",
            "a.yaml:1:1: The key 'u' is missing: a text is needed.",
            "a.yaml:2:1: 'm' is -1, but a number above 0 is needed.",
            "a.yaml:3:1: 't' is \" \", but a text is needed.");
  }

  @Test
  void itemsOfListsAndMapsAreReportedOneByOne() {
    Fields fields = fields("texts: [a, 1]\nunits: [days, hour, 2]\nmap: {a: b, c: 3}\nlist: x\n");
    assertThat(fields.texts("texts")).containsExactly("a");
    assertThat(fields.choices("units", TimeUnit.class)).containsExactly(TimeUnit.DAYS);
    fields.textMap("map");
    fields.objects("list");
    assertThat(fields.mistakes()).extracting("path").contains("/texts/1", "/units/1", "/map/c");
    assertThat(mistakes(fields))
        .contains("a.yaml:1:12: 1 stands here, but a text is needed.")
        .contains("a.yaml:3:13: 'c' is 3, but a text in quotes is needed.")
        .contains("a.yaml:4:1: 'list' is \"x\", but a list is needed.");
  }

  @Test
  void aWordThatIsNearIsSuggested() {
    Fields fields = fields("unit: huors\nkind: fish\n");
    assertThat(fields.choice("unit", TimeUnit.class, TimeUnit.DAYS)).isEqualTo(TimeUnit.DAYS);
    assertThat(fields.optionalChoice("kind", List.of("cat", "dog"))).isEmpty();
    assertThat(mistakes(fields).getFirst()).endsWith("is needed. Did you mean 'hours'?");
    assertThat(mistakes(fields).getLast())
        .endsWith("'kind' is \"fish\", but cat or dog is needed.");
  }

  @Test
  void nothingIsMissedInWhatIsNotThere() {
    Fields fields = fields("a: null\nb:\n  c: 1\n");
    assertThat(fields.optionalObject("a").text("x")).isEmpty();
    assertThat(fields.tree("a")).isEmpty();
    assertThat(fields.tree("b").path("c").intValue()).isEqualTo(1);
    assertThat(fields.objects("z")).isEmpty();
    assertThat(fields.optionalReal("z")).isEmpty();
    fields.finish();
  }

  @Test
  void whatIsNoObjectIsOneMistake() {
    Fields fields = fields("- a\n");
    fields.text("name");
    assertThat(mistakes(fields))
        .containsExactly("a.yaml:1:1: An object with keys is needed here, not [\"a\"].");
  }

  @Test
  void jsonWithoutAFileHasPaths() {
    Fields fields = Fields.of(Json.parse("{\"a/b\": {\"c\": 1}}"));
    fields.object("a/b").text("c");
    assertThat(fields.mistakes())
        .extracting(Object::toString)
        .containsExactly("/a~1b/c: 'c' is 1, but a text in quotes is needed.");
  }

  @Test
  void valuesAreReadWithTheirTypes() {
    Fields fields = fields("n: 3\nx: 0.5\nd: 7d\ne: PT1H\nm: {a: b}\nl: [p, q]\np: a+\ns: ''\n");
    fields.only("n", "x", "d", "e", "m", "l", "p", "s");
    assertThat(fields.whole("n")).isEqualTo(3);
    assertThat(fields.real("x")).isEqualTo(0.5);
    assertThat(fields.duration("d")).isEqualTo(Duration.ofDays(7));
    assertThat(fields.duration("e")).isEqualTo(Duration.ofHours(1));
    assertThat(fields.textMap("m")).containsEntry("a", "b");
    assertThat(fields.texts("l")).containsExactly("p", "q");
    assertThat(fields.optionalPattern("p").orElseThrow().pattern()).isEqualTo("a+");
    assertThat(fields.prose("s")).isEmpty();
    fields.finish();
  }
}
