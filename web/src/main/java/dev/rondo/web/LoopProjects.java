package dev.rondo.web;

import dev.rondo.access.Access;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.loop.ActiveProject;
import dev.rondo.loop.Loop;
import dev.rondo.loop.project.Project;
import dev.rondo.monitoring.MonitorDefinition;
import dev.rondo.quality.Contract;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The projects that the loop runs.
record LoopProjects(Loop loop, Access access) implements ProjectReader {
  @Override
  public List<ProjectName> names(Caller caller) {
    return access.seen(caller, loop.defaultProject().listed());
  }

  @Override
  public Optional<Caller> again(Caller caller) {
    try {
      return Optional.of(access.elsewhere(caller, caller.project()))
          .filter(now -> now.maySomewhere(Permission.READ));
    } catch (Problem e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<ProjectFacts> find(Caller caller) {
    return loop.projects().find(caller).map(LoopProjects::facts);
  }

  @Override
  public Optional<EventTime> now(Caller caller) {
    return loop.now(caller);
  }

  private static ProjectFacts facts(ActiveProject active) {
    Project project = active.project();
    var kpi = project.kpi();
    var task = project.task();
    return new ProjectFacts(
        project.goal(),
        new ProjectFacts.Indicator(kpi.name(), kpi.meaning(), kpi.valuePerUnit(), kpi.currency()),
        new ProjectFacts.Task(task.type(), task.target(), task.unit(), task.metric()),
        project.owners(),
        project.monitors().values().stream()
            .collect(Collectors.toMap(MonitorDefinition::name, MonitorDefinition::endpoint)),
        project.contracts().values().stream().sorted(Comparator.comparing(Contract::id)).toList(),
        active.commit());
  }
}
