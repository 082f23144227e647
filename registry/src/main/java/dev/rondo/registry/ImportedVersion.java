package dev.rondo.registry;

import dev.rondo.kernel.Problem;
import java.time.Instant;

/// A version of a model as another registry has it.
///
/// @param isDeleted whether only its number is left
public record ImportedVersion(
    int version,
    NewVersion made,
    Stage stage,
    String user,
    Instant created,
    Instant updated,
    boolean isDeleted) {

  public ImportedVersion {
    if (version < 1) {
      throw Problem.invalid("The version %d of '%s' must be 1 or more.", version, made.model());
    }
    Rules.length("user", user, Rules.NAME);
  }
}
