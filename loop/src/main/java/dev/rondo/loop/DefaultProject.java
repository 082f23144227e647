package dev.rondo.loop;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.ProjectName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The project of clients that name none. It needs no repository: it is there from the first day,
/// so that what was logged before the first project was made stays in reach. Thread-safe.
public final class DefaultProject {
  public static final ProjectName NAME = new ProjectName("default");
  private static final Caller CALLER = Caller.platform("projects", NAME);

  private final Components components;
  private final Projects projects;

  DefaultProject(Components components, Projects projects) {
    this.components = components;
    this.projects = projects;
  }

  /// Whether something was logged or registered in it.
  public boolean isUsed() {
    return components.ledger().experiments().isUsed(CALLER)
        || !components.registry().models(CALLER, "", 1).isEmpty();
  }

  /// The project that is meant where none is named: this one when it is used, else the one that was
  /// made first. So a project more changes nothing for those who name none.
  public ProjectName meant() {
    Optional<ProjectName> oldest = projects.findOldest();
    return oldest.isEmpty() || isUsed() ? NAME : oldest.get();
  }

  /// The projects, and this one when it is used.
  public List<ProjectName> listed() {
    List<ProjectName> known = projects.names();
    return known.contains(NAME) || !isUsed()
        ? known
        : Stream.concat(known.stream(), Stream.of(NAME)).toList();
  }
}
