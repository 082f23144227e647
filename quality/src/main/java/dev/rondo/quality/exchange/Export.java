package dev.rondo.quality.exchange;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// A contract in another form.
///
/// @param leftOut a sentence for each rule that the form cannot say
public record Export(ObjectNode json, List<String> leftOut) {
  public Export {
    leftOut = List.copyOf(leftOut);
  }
}
