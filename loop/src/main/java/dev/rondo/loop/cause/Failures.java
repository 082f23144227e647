package dev.rondo.loop.cause;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunQuery;
import dev.rondo.ledger.RunStatus;
import dev.rondo.ledger.Tag;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.RuleResult;
import dev.rondo.registry.AliasChange;
import dev.rondo.registry.Evaluation;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registry;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Finds what is asked about: a run, a check, a monitor's window or a model's version, and the last
/// time that all was well with it.
final class Failures {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Set<String> SUBJECTS = Set.of("source", "service", "monitor", "model");
  private static final int LOOKED_AT = 1_000;
  private static final int CHECKS = 200;

  private final Ledger ledger;
  private final Registry registry;
  private final QualityResults quality;

  Failures(Ledger ledger, Registry registry, QualityResults quality) {
    this.ledger = ledger;
    this.registry = registry;
    this.quality = quality;
  }

  /// @param subject a run's or a check's id, `model@version`, or `monitor@day`
  Failure find(Caller caller, String subject) {
    if (ID.matcher(subject).matches()) {
      Optional<Run> run = ledger.find(caller, new RunId(subject));
      return run.isPresent() ? ofRun(caller, run.get()) : ofCheck(caller, subject);
    }
    int at = subject.lastIndexOf('@');
    if (at < 1 || at == subject.length() - 1) {
      throw Problem.invalid(
          "'%s' is neither the id of a run or a check (32 hex digits), nor a model's version such as"
              + " 'fares@3', nor a monitor's window by its first day such as 'fares@2020-03-16'.",
          subject);
    }
    String name = subject.substring(0, at);
    String rest = subject.substring(at + 1);
    return NUMBER.matcher(rest).matches()
        ? ofVersion(caller, name, Integer.parseInt(rest))
        : ofWindow(caller, name, rest);
  }

  private Failure ofRun(Caller caller, Run asked) {
    Run run = asked.kind().equals("pipeline") ? failedTask(caller, asked) : asked;
    Map<String, String> subject = subject(caller, run);
    Predicate<Run> isLike = one -> subject(caller, one).equals(subject);
    return new Failure(
        asked.id().value(),
        sentence(caller, run),
        run,
        ledger.history().lastGood(caller, run, isLike));
  }

  private String sentence(Caller caller, Run run) {
    String end =
        switch (run.status()) {
          case FINISHED -> "has finished";
          case FAILED -> "failed";
          case KILLED -> "was stopped";
          case RUNNING, SCHEDULED -> "has not ended";
        };
    String why =
        ledger.tags(caller, run.id()).stream()
            .filter(tag -> tag.key().equals(Tag.ERROR))
            .map(tag -> ": " + tag.value())
            .findFirst()
            .orElse(".");
    return "The %s '%s' %s%s".formatted(run.kind(), run.name(), end, why);
  }

  /// The first of a pipeline's tasks that failed; itself when none did.
  private Run failedTask(Caller caller, Run pipeline) {
    RunQuery failed =
        RunQuery.newest(LOOKED_AT).withParent(pipeline.id()).withStatus(RunStatus.FAILED);
    return ledger.list(caller, failed).stream()
        .min(Comparator.comparing(Run::started))
        .orElse(pipeline);
  }

  /// What a task works on, by which it is told from others of its name.
  private Map<String, String> subject(Caller caller, Run run) {
    Map<String, String> subject = new TreeMap<>();
    ledger.parameters(caller, run.id()).stream()
        .filter(one -> SUBJECTS.contains(one.key()))
        .forEach((Parameter one) -> subject.put(one.key(), one.value()));
    return subject;
  }

  private Failure ofCheck(Caller caller, String id) {
    QualityRecord check =
        quality
            .find(caller, id)
            .orElseThrow(() -> Problem.notFound("There is no run and no check '%s'.", id));
    List<String> failed = check.result().failed().stream().map(RuleResult::rule).toList();
    Optional<Run> good =
        quality.results(caller, check.dataset(), check, CHECKS).stream()
            .filter(one -> one.handOver() == check.handOver())
            .filter(one -> one.result().contract().equals(check.result().contract()))
            .filter(one -> keepsOneOf(one, failed))
            .flatMap(one -> maker(caller, one.asset()).stream())
            .findFirst();
    return new Failure(id, sentence(check), made(caller, check.asset()), good);
  }

  /// Whether a rule passed that fails now; anything is better than nothing kept.
  private static boolean keepsOneOf(QualityRecord earlier, List<String> failing) {
    List<String> failed = earlier.result().failed().stream().map(RuleResult::rule).toList();
    return failed.isEmpty() || !failed.containsAll(failing);
  }

  private static String sentence(QualityRecord check) {
    String broken =
        check.result().failed().stream()
            .map(RuleResult::told)
            .findFirst()
            .orElse("every rule was kept.");
    return String.format(
        Locale.ROOT,
        "'%s' judged %,d rows of '%s' (%s): %s",
        check.result().contract(),
        check.result().read(),
        check.dataset(),
        check.batch(),
        broken);
  }

  private Failure ofWindow(Caller caller, String monitor, String day) {
    List<AssetRecord> windows =
        ledger.assets(caller, Asset.Kind.PREDICTION_WINDOW, monitor, LOOKED_AT);
    AssetRecord window =
        windows.stream()
            .filter(one -> one.asset().version().startsWith(day + "/"))
            .findFirst()
            .orElseThrow(() ->
                Problem.notFound(
                    "Monitor '%s' judged no window that begins on '%s'.", monitor, day));
    Optional<Run> good =
        windows.stream()
            .filter(one -> one.recorded().isBefore(window.recorded()))
            .filter(one -> one.facts().path("outcome").asString("").equals("quiet"))
            .flatMap(one -> maker(caller, one.asset()).stream())
            .findFirst();
    Run run = made(caller, window.asset());
    String said =
        ledger.outputs(caller, run.id()).stream()
            .filter(one -> one.asset().kind() == Asset.Kind.ALERT)
            .map(one -> one.facts().path("sentence").asString(""))
            .findFirst()
            .orElse("no threshold was crossed.");
    return new Failure(
        monitor + "@" + day,
        "Monitor '%s', window from %s: %s".formatted(monitor, day, said),
        run,
        good);
  }

  private Failure ofVersion(Caller caller, String model, int number) {
    ModelVersion version = registry.load(caller, model, number);
    Optional<Evaluation> evaluation =
        registry.evaluations(caller, model, number).stream()
            .map(recorded -> recorded.evaluation())
            .reduce((_, last) -> last);
    int baseline =
        evaluation
            .flatMap(one -> one.baselineVersion().stream().boxed().findFirst())
            .orElseGet(() -> promotedBefore(caller, model, number));
    Optional<Run> good =
        registry.find(caller, model, baseline).flatMap(one -> trainer(caller, one));
    String reason = evaluation.map(Evaluation::reason).orElse(version.statusReason());
    return new Failure(
        model + "@" + number,
        "Version %d of '%s' is %s: %s"
            .formatted(
                number, model, version.status().text(), reason.isEmpty() ? "no reason." : reason),
        trainer(caller, version)
            .orElseThrow(() ->
                Problem.conflict("No run is known that made version %d of '%s'.", number, model)),
        good);
  }

  private int promotedBefore(Caller caller, String model, int version) {
    return registry.aliasHistory(caller, model, LOOKED_AT).stream()
        .map(AliasChange::version)
        .flatMapToInt(promoted -> promoted.stream())
        .filter(promoted -> promoted < version)
        .findFirst()
        .orElse(0);
  }

  private Optional<Run> trainer(Caller caller, ModelVersion version) {
    return version
        .run()
        .filter(id -> ID.matcher(id).matches())
        .flatMap(id -> ledger.find(caller, new RunId(id)));
  }

  private Optional<Run> maker(Caller caller, Asset asset) {
    return ledger
        .asset(caller, asset.kind(), asset.name(), asset.version())
        .flatMap(AssetRecord::maker)
        .flatMap(id -> ledger.find(caller, id));
  }

  private Run made(Caller caller, Asset asset) {
    return maker(caller, asset)
        .orElseThrow(() ->
            Problem.conflict("No run is known that made '%s', so nothing upstream is.", asset));
  }
}
