package dev.rondo.app.check;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.OwnExits;
import dev.rondo.cli.Terminal;
import dev.rondo.cli.Terminal.Colour;
import dev.rondo.cli.Text;
import dev.rondo.data.source.RowSource;
import dev.rondo.kernel.Counted;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.draft.ContractDraft;
import dev.rondo.quality.exchange.OdcsWriter;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.profile.ProfileOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// Drafts a contract from data.
@Command(
    name = "draft",
    description = "Draft a contract from data, with the reason for each rule, for people to edit.",
    footer = {
      "",
      "Several files are parts of one table, such as months, and are looked at one by one in the",
      "order of their names: how many rows are usual, and how fresh, takes three.",
      "",
      "The contract goes to standard output, reasons and notes to standard error.",
      "",
      "Example: rondo contracts draft trips-2020-*.csv -o trips.yaml"
    })
final class DraftCommand implements Callable<Integer>, OwnExits {
  @Mixin private final HomeOptions options = new HomeOptions();
  @Mixin private final SourceFlags flags = new SourceFlags();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Where the rows are.")
  private List<String> locations = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the contract to a new file.")
  private @Nullable Path output;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The table's name (default: what the files' names have in common).")
  private String name = "";

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "The column that a model shall predict: what gives it away is noted.")
  private String target = "";

  private final Terminal terminal;

  DraftCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Optional<ExitCode> exit(ProblemCode problem) {
    return problem == ProblemCode.INVALID_REQUEST ? Optional.of(ExitCode.USAGE) : Optional.empty();
  }

  @Override
  public Integer call() {
    RowSource source = RowSource.parse(locations, flags.options());
    PartReader reader =
        new PartReader(terminal, options.home(terminal.environment()), flags.project());
    ProfileOptions how = ProfileOptions.standard().withTarget(target);
    List<Profile> profiles =
        SourceParts.of(source).stream().map(part -> reader.profile(part, how)).toList();
    ContractDraft draft =
        ContractDraft.of(name.isEmpty() ? SourceParts.tableName(source) : name, profiles);
    if (options.isJson()) {
      ContractFiles.write(terminal, output, Json.write(json(draft)) + "\n");
    } else {
      ContractFiles.write(terminal, output, OdcsWriter.write(draft.document()));
      tell(draft, profiles);
    }
    return ExitCode.OK.number();
  }

  private static ObjectNode json(ContractDraft draft) {
    ObjectNode json = Json.object();
    json.set("contract", draft.document().tree());
    var reasons = json.putArray("reasons");
    draft
        .reasons()
        .forEach(reason ->
            reasons.addObject().put("rule", reason.rule()).put("reason", reason.sentence()));
    draft.notes().forEach(json.putArray("notes")::add);
    return json;
  }

  private void tell(ContractDraft draft, List<Profile> profiles) {
    reasons(draft)
        .forEach((reason, rules) ->
            terminal
                .err()
                .println(
                    terminal.paint(Colour.BOLD, Text.plain(String.join(", ", rules)))
                        + "  "
                        + Text.plain(reason)));
    draft.notes().forEach(note -> ContractFiles.note(terminal, note));
    long rows = profiles.stream().mapToLong(Profile::rows).sum();
    terminal
        .err()
        .printf(
            "Contract '%s' %s drafted from %s in %s: %s, %s.%n",
            draft.document().id(),
            draft.document().version(),
            Counted.of(rows, "row"),
            Counted.of(profiles.size(), "part"),
            Counted.of(draft.contract().columns().size(), "column"),
            Counted.of(draft.contract().rules().size(), "rule"));
  }

  /// Rules of one reason share a line; that values are of a type needs none.
  private static Map<String, List<String>> reasons(ContractDraft draft) {
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    draft.reasons().stream()
        .filter(reason -> !reason.rule().startsWith("type:"))
        .forEach(reason ->
            reasons.computeIfAbsent(reason.sentence(), _ -> new ArrayList<>()).add(reason.rule()));
    return reasons;
  }
}
