package dev.rondo.kernel.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FieldsTest {
  @Test
  void everyMistakeIsReportedWithItsPlace() {
    Fields fields =
        Fields.of(
            Yaml.parse("a.yaml", "nmae: x\ncount: many\nwait: 5 parsecs\nlist:\n  - {}\n"),
            "name",
            "count",
            "wait",
            "list");
    fields.text("name");
    fields.whole("count", 1);
    fields.duration("wait");
    fields.objects("list", item -> item.text("id"), "id");
    assertThatThrownBy(fields::finish)
        .isInstanceOfSatisfying(
            Problem.class,
            p ->
                assertThat(p.mistakes().stream().map(Object::toString))
                    .containsExactly(
                        "a.yaml:1:1: The key 'nmae' is unknown; did you mean 'name'?",
                        "a.yaml:1:1: The key 'name' is missing: a text is needed.",
                        "a.yaml:2:1: 'count' is \"many\", but a whole number is needed.",
                        "a.yaml:3:1: 'wait' is \"5 parsecs\", but a duration such as 30s, 5m, 7d or"
                            + " PT1H30M is needed.",
                        "a.yaml:5:5: The key 'id' is missing: a text is needed."));
  }

  @Test
  void valuesAreReadWithTheirTypes() {
    Fields fields =
        Fields.of(
            Yaml.parse("a.yaml", "n: 3\nx: 0.5\nd: 7d\ne: PT1H\nm: {a: b}\nl: [p, q]\n"),
            "n",
            "x",
            "d",
            "e",
            "m",
            "l");
    assertThat(fields.whole("n", 0)).isEqualTo(3);
    assertThat(fields.real("x")).isEqualTo(0.5);
    assertThat(fields.duration("d")).isEqualTo(Duration.ofDays(7));
    assertThat(fields.duration("e")).isEqualTo(Duration.ofHours(1));
    assertThat(fields.textMap("m")).containsEntry("a", "b");
    assertThat(fields.texts("l")).containsExactly("p", "q");
    fields.finish();
  }
}
