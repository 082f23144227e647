package dev.rondo.quality.draft;

import java.util.ArrayList;
import java.util.List;

/// What a draft proposes and why, and what it does not. Confined to one draft.
final class Log {
  private final List<ContractDraft.Reason> rules = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void rule(String id, String reason) {
    rules.add(new ContractDraft.Reason(id, reason));
  }

  void note(String format, Object... arguments) {
    notes.add(format.formatted(arguments));
  }

  List<ContractDraft.Reason> rules() {
    return rules;
  }

  List<String> notes() {
    return notes;
  }
}
