package dev.rondo.web;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.ProjectName;
import java.util.List;
import java.util.Optional;

/// What pages know of projects beyond the components.
interface ProjectReader {
  /// The projects that the caller knows of.
  List<ProjectName> names(Caller caller);

  /// The caller with the rights of now, for answers that go on; empty for one who may read nothing
  /// any more.
  Optional<Caller> again(Caller caller);

  /// What the caller's project wants; empty before its first build.
  Optional<ProjectFacts> find(Caller caller);

  /// The moment that the caller's project has come to.
  Optional<EventTime> now(Caller caller);
}
