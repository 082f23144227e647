package dev.rondo.api.mlflow;

import dev.rondo.kernel.Caller;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.scan.ModelFile;
import java.util.List;
import java.util.Optional;

/// What registering a model needs to know of the files that this server keeps. A caller finds only
/// what is in the caller's project.
interface ModelFiles {
  /// A model that was logged by itself.
  ///
  /// @param location where its files are
  /// @param run the run that logged it
  record Logged(String id, String location, Optional<String> run) {}

  Optional<Logged> findLogged(Caller caller, String id);

  /// Where a run's files are; empty when the run is not known here.
  Optional<String> findLocation(Caller caller, String run);

  /// The files below a location, in the order of their paths; empty when they are not here.
  List<ModelFile> files(Caller caller, String location);

  /// Notes on the logged model that was registered as which version.
  void registered(Caller caller, ModelVersion version);
}
