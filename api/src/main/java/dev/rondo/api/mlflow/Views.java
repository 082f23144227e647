package dev.rondo.api.mlflow;

import dev.rondo.ledger.View;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Whether a search looks at what is deleted, in the protocol's words and in its order.
final class Views {
  private static final SequencedMap<String, View> ALL = new LinkedHashMap<>();

  static {
    ALL.put("ACTIVE_ONLY", View.ACTIVE);
    ALL.put("DELETED_ONLY", View.DELETED);
    ALL.put("ALL", View.ALL);
  }

  private Views() {}

  static View of(Message asked, String name) {
    return asked.constant(name, ALL).orElse(View.ACTIVE);
  }
}
