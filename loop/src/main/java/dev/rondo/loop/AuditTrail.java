package dev.rondo.loop;

import dev.rondo.access.AuditEntry;
import dev.rondo.access.AuditLog;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Writes into the audit log what changed who may do what, or what runs. Each such act is a fact
/// that its component published in the very transaction of the change, so none is missed, whether a
/// person or the platform did it and by whichever way in.
final class AuditTrail {
  static final Set<String> ACTS =
      Set.of(
          "code.pushed",
          "contract.approved",
          "contract.published",
          "contract.withdrawn",
          "deployment.activated",
          "deployment.failed",
          "deployment.rolled-back",
          "entity.searched",
          "model.alias-moved",
          "model.alias-removed",
          "model.deleted",
          "model.promoted",
          "model.rejected",
          "model.renamed",
          "model.rolled-back",
          "model.stage-moved",
          "model.version-deleted",
          "project.bound",
          "project.created",
          "quarantine.discarded",
          "quarantine.reingested");

  private final AuditLog audit;

  AuditTrail(AuditLog audit) {
    this.audit = audit;
  }

  void listen(Events events) {
    events.subscribe("loop-audit", ACTS, this::record);
  }

  /// Events come in order and may come again: what the last entry has seen is left alone.
  private void record(Event event) {
    boolean isAnEcho = event.type().equals("deployment.rolled-back") && event.data().has("release");
    if (isAnEcho || event.sequence() <= last(event.project())) {
      return;
    }
    ObjectNode details = event.data().deepCopy();
    String user = details.path("user").asString("rondo");
    details.remove("user");
    details.put("event", event.sequence()).put("done", event.at().toString());
    Caller doer = new Caller(user, event.project(), Set.of());
    audit.append(doer, event.type(), subject(event), details);
  }

  private long last(ProjectName project) {
    List<AuditEntry> newest = audit.latest(Caller.platform("audit", project), 1);
    return newest.isEmpty() ? 0 : newest.getFirst().details().path("event").asLong(0);
  }

  private static String subject(Event event) {
    String version = event.data().path("version").asString("");
    return version.isEmpty() ? event.subject() : event.subject() + " v" + version;
  }
}
