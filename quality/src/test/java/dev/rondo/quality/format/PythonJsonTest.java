package dev.rondo.quality.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PythonJsonTest {
  @Test
  void parsesWhatPythonParses() {
    List<ObjectNode> cases = Golden.cases("json");
    Set<String> differences = new TreeSet<>();
    for (ObjectNode one : cases) {
      if (PythonJson.accepts(one.get("t").stringValue()) != (one.get("r").intValue() == 1)) {
        differences.add(one.get("t").toString());
      }
    }
    assertThat(cases.size()).isGreaterThan(4000);
    Golden.assertOnlyKnown("json", differences);
  }

  @Test
  void depthHasALimit() {
    int deepest = PythonJson.DEEPEST;
    assertThat(PythonJson.accepts("[".repeat(deepest) + "]".repeat(deepest))).isTrue();
    assertThat(PythonJson.accepts("[".repeat(deepest + 1) + "]".repeat(deepest + 1))).isFalse();
    assertThat(PythonJson.accepts("[".repeat(1_000_000))).isFalse();
  }
}
