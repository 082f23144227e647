package dev.rondo.loop.contract;

import dev.rondo.delivery.BuildLog;
import dev.rondo.quality.change.Change;
import dev.rondo.quality.change.ContractDiff;
import dev.rondo.quality.publication.ContractText;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says in a build's log what a version changes and whom it concerns.
record ChangeReport(BuildLog log, ContractText content, Parties parties) {

  /// Every change as a sentence with whom it breaks, and who brings and reads the data.
  void tell(ContractText before, ContractDiff diff) {
    log.say(
        "%s -> %s: %s %s or later."
            .formatted(
                before,
                content.version(),
                diff.changes().size() == 1
                    ? "one change, which needs"
                    : diff.changes().size() + " changes, which need",
                before.version().after(diff.needed())));
    for (Change change : diff.changes()) {
      log.say("  " + parties.sentence(change));
    }
    tell("Producers", parties.producers());
    tell("Consumers", parties.consumers());
  }

  private void tell(String who, List<Participant> participants) {
    String names = participants.stream().map(Participant::told).collect(Collectors.joining("; "));
    log.say(
        "  %s of %s: %s."
            .formatted(who, content.contract(), names.isEmpty() ? "none is known" : names));
  }

  /// How each of those who have not agreed can.
  void ask(Set<String> missing) {
    Stream.concat(parties.producers().stream(), parties.consumers().stream())
        .filter(one -> missing.contains(one.name()))
        .forEach(one ->
            log.say(
                "  Ask %s; then: rondo contracts approve %s %s --consumer %s"
                    .formatted(one, content.contract(), content.version(), one.name())));
  }
}
