package dev.rondo.loop;

import dev.rondo.data.SqlEngine;
import dev.rondo.delivery.BuildCheck;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.project.ProjectParser;
import dev.rondo.loop.step.BuiltInSteps;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import java.util.ArrayList;
import java.util.List;

/// What a build checks of a project before it may run.
public final class ProjectChecks {
  private ProjectChecks() {}

  /// Every file and reference, the pipelines' graphs, and the SQL of the contracts tried on tables
  /// without rows.
  public static List<BuildCheck> of(SqlEngine sql) {
    return List.of(new Files(), new ContractRules(sql));
  }

  private record Files() implements BuildCheck {
    @Override
    public String name() {
      return "validate";
    }

    @Override
    public void check(
        dev.rondo.kernel.Caller caller,
        java.util.Map<String, byte[]> files,
        dev.rondo.delivery.BuildLog log) {
      Project project = ProjectParser.parse(files, BuiltInSteps.names());
      if (!project.name().equals(caller.project())) {
        throw Problem.of(
            ProblemCode.INVALID_FILE,
            "project.yaml names the project '%s', but it was pushed to '%s'.",
            project.name(),
            caller.project());
      }
      log.say(
          "%d sources, %d contracts, %d feature views, %d pipelines, %d endpoints, %d monitors."
              .formatted(
                  project.sources().size(),
                  project.contracts().size(),
                  project.views().size(),
                  project.pipelines().size(),
                  project.endpoints().size(),
                  project.monitors().size()));
    }
  }

  private record ContractRules(SqlEngine sql) implements BuildCheck {
    @Override
    public String name() {
      return "data-tests";
    }

    @Override
    public void check(
        dev.rondo.kernel.Caller caller,
        java.util.Map<String, byte[]> files,
        dev.rondo.delivery.BuildLog log) {
      List<Mistake> mistakes = new ArrayList<>();
      Project project = ProjectParser.parse(files, BuiltInSteps.names());
      try (var session = sql.open(List.of(sql.temporary()))) {
        for (Contract contract : project.contracts().values()) {
          mistakes.addAll(ContractCheck.sqlMistakes(session, contract));
        }
      }
      if (!mistakes.isEmpty()) {
        throw Problem.of(ProblemCode.INVALID_FILE, mistakes.getFirst().toString(), mistakes);
      }
      log.say("The rules of %d contracts are good SQL.".formatted(project.contracts().size()));
    }
  }
}
