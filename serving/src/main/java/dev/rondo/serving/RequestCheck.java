package dev.rondo.serving;

import dev.rondo.kernel.Mistake;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Holds a request against the contract at the door. Implementations are thread-safe.
@FunctionalInterface
public interface RequestCheck {

  /// Every mistake in the request; empty when it is good.
  List<Mistake> check(ObjectNode request);
}
