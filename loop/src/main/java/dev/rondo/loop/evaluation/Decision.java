package dev.rondo.loop.evaluation;

import dev.rondo.registry.AliasChange;
import dev.rondo.registry.Approval;
import dev.rondo.registry.StageChange;
import java.time.Instant;

/// Something that was decided of a version: by an approval, a move of its stage or of an alias.
///
/// @param what such as `approved`, `production`, `alias production given`
/// @param role that it was decided in; empty where none was named
public record Decision(String what, String role, String reason, String by, Instant at) {

  static Decision of(Approval approval) {
    return new Decision(
        approval.verdict(), approval.role(), approval.reason(), approval.by(), approval.at());
  }

  static Decision of(StageChange change) {
    return new Decision(change.status().text(), "", change.reason(), change.by(), change.at());
  }

  static Decision of(AliasChange change, int version) {
    boolean isGiven = change.version().orElse(0) == version;
    String what = "alias %s %s".formatted(change.alias(), isGiven ? "given" : "taken");
    return new Decision(what, "", change.reason(), change.by(), change.at());
  }
}
