package dev.rondo.app.check;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.Terminal;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.exchange.DbtImport;
import dev.rondo.quality.exchange.Draft;
import dev.rondo.quality.exchange.Export;
import dev.rondo.quality.exchange.GxSuiteExport;
import dev.rondo.quality.exchange.JsonSchemaExport;
import dev.rondo.quality.exchange.JsonSchemaImport;
import dev.rondo.quality.exchange.OdcsWriter;
import dev.rondo.quality.exchange.SodaImport;
import dev.rondo.quality.exchange.SpecificationImport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Turns other forms into contracts, and contracts into other forms.
@Command(
    name = "convert",
    description = "Read a contract from another form, or write one in another form.",
    footer = {
      "",
      "Read: odcs, dbt, soda, json-schema, data-contract-specification.",
      "Written: odcs, json-schema, gx (a suite of Great Expectations).",
      "What a form does not hold is told on standard error.",
      "",
      "Example: rondo contracts convert schema.yml -o orders.yaml"
    })
final class ConvertCommand implements Callable<Integer>, TakesFiles {
  @Mixin private final HomeOptions options = new HomeOptions();

  @Parameters(index = "0", paramLabel = "FILE", description = "What is converted.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path file;

  @Option(
      names = "--from",
      paramLabel = "FORM",
      description = "What FILE is (default: told by its keys).")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "FORM",
      description = "What is written (default: ${DEFAULT-VALUE}).",
      defaultValue = "odcs")
  private String to = "odcs";

  @Option(
      names = "--object",
      paramLabel = "NAME",
      description = "The table to write, where the contract has several.")
  private String object = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to a new file.")
  private @Nullable Path output;

  private final Terminal terminal;

  ConvertCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// What can be read.
  private enum Source {
    ODCS((file, text) -> kept(ContractDocument.parse(file, text))),
    DBT(DbtImport::of),
    SODA(SodaImport::of),
    JSON_SCHEMA(JsonSchemaImport::of),
    DATA_CONTRACT_SPECIFICATION(SpecificationImport::of);

    private final BiFunction<String, String, Draft> reader;

    Source(BiFunction<String, String, Draft> reader) {
      this.reader = reader;
    }

    private static Draft kept(ContractDocument document) {
      return new Draft(document, document.unchecked());
    }

    static Source of(String file, String text) {
      JsonNode root = Yaml.parse(file, text).root();
      if (root.has("apiVersion") && root.has("kind")) {
        return ODCS;
      } else if (root.has("dataContractSpecification")) {
        return DATA_CONTRACT_SPECIFICATION;
      } else if (root.has("$schema") || root.path("properties").isObject()) {
        return JSON_SCHEMA;
      } else if (root.has("nodes") || root.has("models") || root.has("sources")) {
        return DBT;
      } else if (root.propertyNames().stream().anyMatch(key -> key.startsWith("checks for "))) {
        return SODA;
      }
      throw Problem.invalid("What '%s' is cannot be told by its keys; say it with --from.", file);
    }
  }

  /// What can be written.
  private enum Target {
    ODCS,
    JSON_SCHEMA,
    GX
  }

  @Override
  public Integer call() {
    Target target = SourceFlags.choice("--to", to, Target.class);
    String text = ContractFiles.text(file);
    Source source =
        from == null
            ? Source.of(file.toString(), text)
            : SourceFlags.choice("--from", from, Source.class);
    Draft draft = source.reader.apply(file.toString(), text);
    draft.leftOut().stream()
        .map(Mistake::toString)
        .forEach(note -> ContractFiles.note(terminal, note));
    switch (target) {
      case ODCS ->
          ContractFiles.write(
              terminal,
              output,
              options.isJson()
                  ? Json.write(draft.document().tree()) + "\n"
                  : OdcsWriter.write(draft.document()));
      case JSON_SCHEMA ->
          export(JsonSchemaExport.of(ContractFiles.object(draft.document(), object)));
      case GX -> export(GxSuiteExport.of(ContractFiles.object(draft.document(), object)));
    }
    return ExitCode.OK.number();
  }

  private void export(Export export) {
    export.leftOut().forEach(note -> ContractFiles.note(terminal, note));
    ContractFiles.write(terminal, output, Json.pretty(export.json()) + "\n");
  }
}
