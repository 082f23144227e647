package dev.rondo.quality;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Yaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads a contract from YAML in the form of the Open Data Contract Standard 3.1: one object per
/// contract, with the keys and rules that `docs/schemas/contract.schema.json` lists. Keys of the
/// standard that only inform are accepted and not acted upon.
public final class ContractParser {
  static final List<String> API_VERSIONS = List.of("v3.0.0", "v3.0.1", "v3.0.2", "v3.1.0");
  private static final List<String> KEYS =
      List.of(
          "apiVersion",
          "kind",
          "id",
          "name",
          "version",
          "status",
          "description",
          "team",
          "schema",
          "slaProperties",
          "customProperties",
          "tags",
          "tenant",
          "domain",
          "dataProduct",
          "servers",
          "support",
          "price",
          "roles",
          "authoritativeDefinitions",
          "contractCreatedTs",
          "slaDefaultElement");
  private static final List<String> OBJECT_KEYS =
      List.of(
          "name",
          "id",
          "logicalType",
          "physicalName",
          "physicalType",
          "businessName",
          "description",
          "dataGranularityDescription",
          "tags",
          "quality",
          "properties",
          "customProperties",
          "authoritativeDefinitions");

  private final Section root;
  private final String file;
  private final List<Mistake> mistakes;

  private ContractParser(Section root, String file, List<Mistake> mistakes) {
    this.root = root;
    this.file = file;
    this.mistakes = mistakes;
  }

  /// Reads the whole file and reports every mistake.
  ///
  /// @param file the path that mistakes are reported with
  /// @throws Problem `invalid-file` with every mistake's line and path
  public static Contract parse(String file, String text) {
    List<Mistake> mistakes = new ArrayList<>();
    Section root = Section.root(Yaml.parse(file, text), mistakes);
    Contract contract = new ContractParser(root, file, mistakes).contract();
    if (!mistakes.isEmpty()) {
      throw Problem.of(
          ProblemCode.INVALID_FILE,
          mistakes.size() == 1
              ? mistakes.getFirst().toString()
              : "%s has %d mistakes; the first: %s"
                  .formatted(file, mistakes.size(), mistakes.getFirst()),
          mistakes);
    }
    return contract;
  }

  private Contract contract() {
    root.only(KEYS);
    root.oneOf("apiVersion", API_VERSIONS);
    root.required("apiVersion");
    root.oneOf("kind", List.of("DataContract"));
    root.required("kind");
    String id = root.required("id");
    String version = root.required("version");
    List<Section> objects = root.sections("schema");
    if (objects.size() != 1) {
      root.mistake(
          "schema",
          "'schema' must list exactly one object, not %d; write one contract per object."
              .formatted(objects.size()));
      return new Contract(id, version, status(), about(), "", List.of(), List.of(), file);
    }
    return withObject(id, version, objects.getFirst());
  }

  private Contract withObject(String id, String version, Section object) {
    object.only(OBJECT_KEYS);
    object.oneOf("logicalType", List.of("object"));
    String name = object.required("name");
    List<Rule> rules = new ArrayList<>();
    List<ContractColumn> columns = columns(object, rules);
    RuleParser parser = new RuleParser(columns);
    rules.addAll(parser.tableRules(object));
    TermsParser terms = new TermsParser(columns);
    rules.addAll(terms.extraColumns(object));
    rules.addAll(terms.freshness(root));
    distinct(rules);
    return new Contract(id, version, status(), about(), name, columns, rules, file);
  }

  private List<ContractColumn> columns(Section object, List<Rule> rules) {
    List<Section> properties = object.sections("properties");
    if (properties.isEmpty()) {
      object.mistake("properties", "'properties' must list at least one column.");
    }
    List<ContractColumn> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section property : properties) {
      ContractColumn column = ColumnParser.column(property);
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        property.mistake("name", "The column '%s' stands here twice.".formatted(column.name()));
        continue;
      }
      columns.add(column);
      rules.addAll(ColumnParser.rules(property, column));
    }
    return columns;
  }

  private void distinct(List<Rule> rules) {
    Set<String> ids = new HashSet<>();
    for (Rule rule : rules) {
      if (!ids.add(rule.id())) {
        mistakes.add(
            rule.place()
                .mistake(
                    "The rule id '%s' is used twice; give one another 'id'.".formatted(rule.id())));
      }
    }
  }

  private Contract.Status status() {
    List<String> words =
        Arrays.stream(Contract.Status.values())
            .map(status -> status.name().toLowerCase(Locale.ROOT))
            .toList();
    root.required("status");
    return root.oneOf("status", words)
        .map(word -> Contract.Status.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(Contract.Status.DRAFT);
  }

  private Contract.About about() {
    Section description =
        root.section("description")
            .only(
                List.of(
                    "purpose",
                    "limitations",
                    "usage",
                    "authoritativeDefinitions",
                    "customProperties"));
    return new Contract.About(
        root.text("name").orElse(""),
        description.text("purpose").orElse(""),
        description.text("usage").orElse(""),
        owners());
  }

  /// The team as an object with members, or as the older bare list.
  private List<Contract.Owner> owners() {
    List<Section> members =
        root.value("team").isArray()
            ? root.sections("team")
            : root.section("team")
                .only(List.of("name", "id", "description", "members", "tags"))
                .sections("members");
    return members.stream()
        .map(member ->
            new Contract.Owner(member.required("username"), member.text("role").orElse("")))
        .toList();
  }
}
