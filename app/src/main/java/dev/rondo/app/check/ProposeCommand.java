package dev.rondo.app.check;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.Table;
import dev.rondo.cli.Terminal;
import dev.rondo.cli.Terminal.Colour;
import dev.rondo.cli.Text;
import dev.rondo.data.source.RowSource;
import dev.rondo.kernel.Counted;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.draft.ContractProposals;
import dev.rondo.quality.draft.Proposal;
import dev.rondo.quality.exchange.OdcsWriter;
import dev.rondo.quality.profile.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Says what new data speak for changing in a contract.
@Command(
    name = "propose",
    description = "Propose how a contract's rules follow new data; nothing changes by itself.",
    footer = {
      "",
      "Each FILE is a part of the table, such as a month, in the order of their names; three are",
      "needed at least. Breaches that do not look like how the data are now are noted, not allowed.",
      "",
      "With --apply the proposals, or those chosen by --kind and --rule, make the next version,",
      "which goes to standard output or to the file of -o. CONTRACT itself is left as it is.",
      "",
      "Example: rondo contracts propose trips.yaml trips-2020-*.csv"
    })
final class ProposeCommand implements Callable<Integer>, TakesFiles {
  @Mixin private final HomeOptions options = new HomeOptions();
  @Mixin private final SourceFlags flags = new SourceFlags();

  @Parameters(index = "0", paramLabel = "CONTRACT", description = "The contract's file.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path contract;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "New data.")
  private List<String> locations = List.of();

  @Option(names = "--apply", description = "Write the contract with the proposals done.")
  private boolean apply;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "With --apply: write the contract to a new file.")
  private @Nullable Path output;

  @Option(
      names = "--kind",
      split = ",",
      paramLabel = "KIND",
      description = "Only these: tighten, loosen, add, drop.")
  private List<String> kinds = List.of();

  @Option(
      names = "--rule",
      split = ";",
      paramLabel = "RULE",
      description = "Only of this rule; may be repeated.")
  private List<String> rules = List.of();

  @Option(
      names = "--object",
      paramLabel = "NAME",
      description = "The table, where the contract has several.")
  private String object = "";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private final Terminal terminal;

  ProposeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (output != null && !apply) {
      throw new ParameterException(spec.commandLine(), "-o goes with --apply.");
    }
    ContractDocument document = ContractFiles.read(contract);
    ContractProposals found = look(document, ContractFiles.object(document, object));
    List<Proposal> chosen = chosen(found);
    if (apply) {
      apply(found, chosen);
    } else if (options.isJson()) {
      chosen.forEach(proposal -> terminal.out().println(Json.write(json(proposal))));
    } else if (terminal.isInteractive()) {
      chosen.forEach(this::show);
    } else {
      List<JsonNode> rows = chosen.stream().<JsonNode>map(ProposeCommand::json).toList();
      new Table(terminal, List.of("kind", "rule", "needs", "breaks", "from", "to", "reason"), rows)
          .write();
    }
    found.notes().forEach(note -> ContractFiles.note(terminal, note));
    if (!apply) {
      terminal.err().println(summary(found, chosen));
    }
    return ExitCode.OK.number();
  }

  private static String summary(ContractProposals found, List<Proposal> chosen) {
    return chosen.isEmpty()
        ? "Nothing is proposed for %s.".formatted(found.current())
        : "%s for %s would make it %s; --apply writes it."
            .formatted(
                Counted.of(chosen.size(), "proposal"),
                found.current(),
                found.applied(chosen).version());
  }

  private ContractProposals look(ContractDocument document, Contract table) {
    RowSource source = RowSource.parse(locations, flags.options());
    Optional<ProjectFiles.Found> definition = ProjectFiles.sourceOf(contract);
    PartReader reader =
        new PartReader(terminal, options.home(terminal.environment()), flags.project());
    List<Profile> profiles = new ArrayList<>();
    List<QualityResult> checks = new ArrayList<>();
    for (RowSource part : SourceParts.of(source)) {
      PartReader.Found found =
          reader.judged(part, definition.map(ProjectFiles.Found::source), table);
      profiles.add(found.profile());
      found.check().ifPresent(checks::add);
    }
    return ContractProposals.of(document, table.object(), profiles, checks);
  }

  private List<Proposal> chosen(ContractProposals found) {
    List<Proposal.Kind> wanted =
        kinds.stream()
            .map(word -> SourceFlags.choice("--kind", word, Proposal.Kind.class))
            .toList();
    for (String rule : rules) {
      if (found.proposals().stream().noneMatch(proposal -> proposal.rule().equals(rule))) {
        throw Problem.notFound("Nothing is proposed for a rule '%s'.", rule);
      }
    }
    return found.proposals().stream()
        .filter(proposal -> wanted.isEmpty() || wanted.contains(proposal.kind()))
        .filter(proposal -> rules.isEmpty() || rules.contains(proposal.rule()))
        .toList();
  }

  private void apply(ContractProposals found, List<Proposal> chosen) {
    ContractDocument next = found.applied(chosen);
    ContractFiles.write(terminal, output, OdcsWriter.write(next));
    terminal
        .err()
        .printf(
            "Contract '%s': version %s becomes %s by %s.%n",
            next.id(),
            found.current().version(),
            next.version(),
            Counted.of(chosen.size(), "proposal"));
  }

  private static ObjectNode json(Proposal proposal) {
    return Json.object()
        .put("kind", proposal.kind().text())
        .put("rule", proposal.rule())
        .put("needs", proposal.needs().name().toLowerCase(Locale.ROOT))
        .put("breaks", breaks(proposal))
        .put("from", proposal.from())
        .put("to", proposal.to())
        .put("reason", proposal.reason());
  }

  private static String breaks(Proposal proposal) {
    return proposal.breaks().stream()
        .sorted()
        .map(party -> party.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" and "));
  }

  private void show(Proposal proposal) {
    String whom = breaks(proposal);
    terminal
        .out()
        .println(
            terminal.paint(Colour.BOLD, "%-8s".formatted(proposal.kind().text()))
                + Text.plain(proposal.rule())
                + "  (a %s version%s)"
                    .formatted(
                        proposal.needs().name().toLowerCase(Locale.ROOT),
                        whom.isEmpty() ? "" : "; breaks " + whom));
    line("from", proposal.from());
    line("to", proposal.to());
    line("since", proposal.reason());
  }

  private void line(String word, String text) {
    if (!text.isEmpty()) {
      terminal.out().println("        %-7s%s".formatted(word, Text.plain(text)));
    }
  }
}
