package dev.rondo.quality;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.json.Fields;
import java.util.List;

/// Told of what the standard allows, but a check cannot judge: a mistake in a contract that is to
/// be enforced, a note in a document that is only kept.
interface Unsupported {
  void at(Fields owner, String key, String message);

  /// Told of what may well be for people alone, and so is never a mistake.
  default void forPeople(Fields owner, String key, String message) {}

  /// Keeps notes.
  record Notes(List<Mistake> notes) implements Unsupported {
    @Override
    public void at(Fields owner, String key, String message) {
      notes.add(owner.place(key).mistake(message));
    }

    @Override
    public void forPeople(Fields owner, String key, String message) {
      at(owner, key, message);
    }
  }
}
