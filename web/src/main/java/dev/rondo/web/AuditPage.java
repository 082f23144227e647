package dev.rondo.web;

import dev.rondo.access.AuditEntry;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `/audit`: who changed what runs. `?check=true` also reads the whole chain and says whether it is
/// as it was recorded.
final class AuditPage {
  private static final int SHOWN = 200;

  private final Site site;
  private final Parts parts;

  AuditPage(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  /// @param isChecked whether the chain was read
  /// @param broken the first entry that is not what was recorded
  record View(List<AuditEntry> entries, boolean isChecked, Optional<Long> broken) {}

  Response show(Request request) {
    Caller caller = request.caller();
    boolean isChecked = request.query("check").filter("true"::equals).isPresent();
    View view =
        new View(
            parts.access().audit().latest(caller, SHOWN),
            isChecked,
            isChecked ? parts.access().audit().verify(caller) : Optional.empty());
    return site.page("audit.jte", site.frame(request, "Audit", "audit", ""), view);
  }

  /// When it was done: an entry may be written later, such as after a stop in between.
  static Instant done(AuditEntry entry) {
    String done = entry.details().path("done").asString("");
    return done.isEmpty() ? entry.at() : Instant.parse(done);
  }

  /// Why it was done, as far as the entry tells.
  static String reason(AuditEntry entry) {
    var details = entry.details();
    return details
        .path("reason")
        .asString(details.path("message").asString(details.path("data").asString("")));
  }
}
