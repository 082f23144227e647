package dev.rondo.quality.exchange;

import dev.rondo.kernel.Mistake;
import dev.rondo.quality.ContractDocument;
import java.util.List;

/// A contract drafted from another form, for people to go over.
///
/// @param leftOut everything of the other form that the draft does not hold, each with its place
public record Draft(ContractDocument document, List<Mistake> leftOut) {
  public Draft {
    leftOut = List.copyOf(leftOut);
  }
}
