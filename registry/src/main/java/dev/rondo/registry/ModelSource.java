package dev.rondo.registry;

import java.util.Optional;

/// Where a version comes from.
///
/// @param source as its maker named it; empty for one that a pipeline of ours made
/// @param location where its files really are, when the source only points there
/// @param run the id of the run that made it
/// @param runLink the address of that run's page, when it ran under another server
/// @param loggedModel the id of the logged model that was registered
public record ModelSource(
    String source,
    String location,
    Optional<String> run,
    String runLink,
    Optional<String> loggedModel) {

  /// What a pipeline's run made.
  static ModelSource ofRun(String run) {
    return new ModelSource("", "", Optional.of(run), "", Optional.empty());
  }

  /// What lies at an address.
  public static ModelSource at(String address) {
    return new ModelSource(address, address, Optional.empty(), "", Optional.empty());
  }

  public ModelSource {
    Rules.length("source", source, Rules.SOURCE);
    Rules.length("location", location, Rules.SOURCE);
    Rules.length("run link", runLink, Rules.SOURCE);
    run.ifPresent(Rules::runId);
  }

  /// Whether a pipeline of this server made it.
  public boolean isOurs() {
    return source.isEmpty();
  }
}
