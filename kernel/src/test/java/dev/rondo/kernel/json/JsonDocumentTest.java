package dev.rondo.kernel.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.kernel.Place;
import dev.rondo.kernel.Problem;
import org.junit.jupiter.api.Test;

class JsonDocumentTest {
  private static final String TEXT =
      """
      {
        "a": [1, {"b/c": null}, [2, 3]],
        "": {"": true},
        "d": {}
      }
      """;

  private static String place(String pointer) {
    Place place = JsonDocument.parse("x.json", TEXT).place(pointer);
    assertThat(place.path()).isEqualTo(pointer);
    return place.line() + ":" + place.column();
  }

  @Test
  void everyValueHasItsPlace() {
    assertThat(place("")).isEqualTo("1:1");
    assertThat(place("/a")).isEqualTo("2:3");
    assertThat(place("/a/0")).isEqualTo("2:9");
    assertThat(place("/a/1/b~1c")).isEqualTo("2:13");
    assertThat(place("/a/2/1")).isEqualTo("2:31");
    assertThat(place("//")).isEqualTo("3:8");
    assertThat(place("/d")).isEqualTo("4:3");
  }

  @Test
  void whatIsNotThereHasThePlaceOfWhatHoldsIt() {
    assertThat(place("/d/e/f")).isEqualTo("4:3");
    assertThat(place("/z")).isEqualTo("1:1");
  }

  @Test
  void whatIsNoJsonIsRefusedWithItsPlace() {
    for (String text : new String[] {"", "{\"a\": }", "{} x", "[1,", "{\"a\": 1, \"a\": 2}"}) {
      Problem problem =
          catchThrowableOfType(Problem.class, () -> JsonDocument.parse("x.json", text));
      assertThat(problem.mistakes()).singleElement().asString().startsWith("x.json:1:");
    }
  }
}
