package dev.rondo.quality.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PythonTextTest {
  private static Object value(ObjectNode one) {
    String text = one.get("v").stringValue();
    return switch (one.get("k").stringValue()) {
      case "real" -> Double.longBitsToDouble(Long.parseUnsignedLong(text, 16));
      case "single" -> Float.intBitsToFloat(Integer.parseUnsignedInt(text, 16));
      case "whole" -> Long.parseLong(text);
      case "flag" -> text.equals("1");
      case "time" -> LocalDateTime.parse(text);
      case "zoned" -> OffsetDateTime.parse(text);
      case "date" -> LocalDate.parse(text);
      case "decimal" -> new BigDecimal(text);
      default -> text;
    };
  }

  @Test
  void writesWhatPythonWrites() {
    List<ObjectNode> cases = Golden.cases("text");
    Set<String> differences = new TreeSet<>();
    for (ObjectNode one : cases) {
      Object value = value(one);
      if (!PythonText.of(value).equals(one.get("s").stringValue())
          || PythonText.length(value) != one.get("n").intValue()) {
        differences.add(one + " is " + PythonText.of(value));
      }
    }
    assertThat(cases.size()).isGreaterThan(4000);
    Golden.assertOnlyKnown("text", differences);
  }
}
