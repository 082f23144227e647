package dev.rondo.registry;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import java.time.Instant;
import java.util.List;

/// What someone decided of a version before it comes into use.
///
/// @param verdict [#APPROVED] or [#REJECTED]
/// @param role that it was decided in
public record Approval(
    String model, int version, String verdict, String role, String reason, String by, Instant at) {
  public static final String APPROVED = "approved";
  public static final String REJECTED = "rejected";

  public Approval {
    if (!List.of(APPROVED, REJECTED).contains(verdict)) {
      throw Problem.invalid(
          "'%s' is no verdict on a version; it is approved or rejected.", Texts.brief(verdict));
    }
    Rules.reason(reason);
  }

  public boolean isGiven() {
    return verdict.equals(APPROVED);
  }
}
