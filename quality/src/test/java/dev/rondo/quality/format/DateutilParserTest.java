package dev.rondo.quality.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DateutilParserTest {
  @Test
  void acceptsWhatDateutilAccepts() {
    List<ObjectNode> cases = Golden.cases("dateutil");
    Set<String> differences = new TreeSet<>();
    for (ObjectNode one : cases) {
      if (DateutilParser.accepts(one.get("t").stringValue()) != (one.get("r").intValue() == 1)) {
        differences.add(one.get("t").toString());
      }
    }
    assertThat(cases.size()).isGreaterThan(8000);
    Golden.assertOnlyKnown("dateutil", differences);
  }
}
