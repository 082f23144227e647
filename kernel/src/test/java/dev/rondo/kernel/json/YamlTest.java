package dev.rondo.kernel.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTest {
  @Test
  void aContractOfThousandsOfColumnsIsRead() {
    String text =
        "list:\n" + "  - {name: a column, reason: All values are whole numbers.}\n".repeat(60_000);
    assertThat(Yaml.parse("t.yaml", text).root().path("list")).hasSize(60_000);
    assertThatThrownBy(() -> Yaml.parse("t.yaml", text.repeat(3)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("8388608");
  }

  @Test
  void valuesKeepTheirTypesAndPlaces() {
    Yaml yaml = Yaml.parse("a.yaml", "name: x\nlist:\n  - 1\n  - 2.5\n  - true\n  - \"3\"\n");
    assertThat(Json.write(yaml.root())).isEqualTo("{\"name\":\"x\",\"list\":[1,2.5,true,\"3\"]}");
    assertThat(yaml.place("/list/1").mistake("bad.").toString()).isEqualTo("a.yaml:4:5: bad.");
    assertThat(yaml.place("/list/9/deep").line()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'a: 1|a: 2',2",
    "'a: [1',1",
    "'a: !!java/lang.String x',1",
    "'a: &x [1]|b: *x',0",
    "'',1"
  })
  void whatIsNotPlainYamlIsRefusedWithItsPlace(String text, int line) {
    assertThatThrownBy(() -> Yaml.parse("a.yaml", text.replace("|", "\n")))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.mistakes().getFirst().line()).isEqualTo(line));
  }
}
