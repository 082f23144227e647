package dev.rondo.quality;

import dev.rondo.kernel.json.Fields;

/// Told of what the standard allows, but a check cannot judge: a mistake in a contract that is to
/// be enforced, a note in a document that is only kept.
interface Unsupported {
  void at(Fields owner, String key, String message);
}
