package dev.rondo.loop;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.delivery.BuildCheck;
import dev.rondo.delivery.BuildLog;
import dev.rondo.delivery.PushedCode;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.loop.contract.ContractGate;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.project.ProjectParser;
import dev.rondo.loop.source.Sample;
import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.loop.step.BuiltInSteps;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.QualityResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a build checks of a project before it may run.
public final class ProjectChecks {
  private ProjectChecks() {}

  /// Every file and reference, whether whoever pushed may do what the loop does by them, the
  /// pipelines' graphs, the SQL of the contracts tried on tables without rows, sources with their
  /// contracts tried on a sample of the data, and the contracts against those that were published.
  ///
  /// @param data finds the folder that a project's sources are bound to
  public static List<BuildCheck> of(
      SqlEngine sql,
      PushRights rights,
      ContractGate contracts,
      Function<Caller, Optional<Path>> data) {
    return List.of(new Files(), rights, new DataTests(sql, data), contracts);
  }

  private record Files() implements BuildCheck {
    @Override
    public String name() {
      return "validate";
    }

    @Override
    public void check(Caller caller, PushedCode code, BuildLog log) {
      Project project = ProjectParser.parse(code.files(), BuiltInSteps.names());
      if (!project.name().equals(caller.project())) {
        throw Problem.of(
            ProblemCode.INVALID_FILE,
            "project.yaml names the project '%s', but it was pushed to '%s'.",
            project.name(),
            caller.project());
      }
      log.say(
          "%d sources, %d contracts, %d suites, %d feature views, %d pipelines, %d endpoints, %d monitors."
              .formatted(
                  project.sources().size(),
                  project.contracts().size(),
                  project.suites().size(),
                  project.views().size(),
                  project.pipelines().size(),
                  project.endpoints().size(),
                  project.monitors().size()));
    }
  }

  private record DataTests(SqlEngine sql, Function<Caller, Optional<Path>> data)
      implements BuildCheck {
    @Override
    public String name() {
      return "data-tests";
    }

    @Override
    public void check(Caller caller, PushedCode code, BuildLog log) {
      Project project = ProjectParser.parse(code.files(), BuiltInSteps.names());
      try (var session = sql.open(List.of(sql.temporary()))) {
        checkRules(session, project);
        log.say("The rules of %d contracts are good SQL.".formatted(project.contracts().size()));
        Optional<Path> folder = data.apply(caller);
        folder.ifPresent(data ->
            project
                .sources()
                .values()
                .forEach(source -> log.say(sample(session, project, source, data))));
      }
    }

    private static void checkRules(SqlSession session, Project project) {
      List<Mistake> mistakes = new ArrayList<>();
      for (Contract contract : project.contracts().values()) {
        mistakes.addAll(ContractCheck.sqlMistakes(session, contract));
      }
      if (!mistakes.isEmpty()) {
        throw Problem.invalidFile(mistakes);
      }
    }

    private static String sample(
        SqlSession session, Project project, SourceDefinition source, Path data) {
      Optional<Path> file = Sample.file(source, data);
      if (file.isEmpty()) {
        return "Source '%s' has no file yet to be tried on.".formatted(source.name());
      }
      QualityResult result;
      try {
        result = Sample.check(session, source, project.contract(source.contract()), file.get());
      } catch (Problem e) {
        String place =
            e.code() == ProblemCode.CONTRACT_BROKEN
                ? source.contract()
                : "sources/" + source.name() + ".yaml";
        throw Problem.of(
            ProblemCode.INVALID_FILE, e.text(), List.of(new Mistake(place, 0, 0, "", e.text())));
      }
      return "Source '%s' on the beginning of '%s': %,d of %,d rows keep the contract."
          .formatted(source.name(), file.get().getFileName(), result.accepted(), result.read());
    }
  }
}
