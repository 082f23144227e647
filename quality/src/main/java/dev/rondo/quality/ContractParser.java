package dev.rondo.quality;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Yaml;
import java.util.ArrayList;
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

  private final Fields root;
  private final String file;

  private ContractParser(Fields root, String file) {
    this.root = root;
    this.file = file;
  }

  /// Reads the whole file and reports every mistake.
  ///
  /// @param file the path that mistakes are reported with
  /// @throws Problem `invalid-file` with every mistake's line and path
  public static Contract parse(String file, String text) {
    Fields root = Fields.of(Yaml.parse(file, text));
    Contract contract = new ContractParser(root, file).contract();
    root.finish();
    return contract;
  }

  private Contract contract() {
    root.only(KEYS);
    root.choice("apiVersion", API_VERSIONS);
    root.choice("kind", List.of("DataContract"));
    String id = root.text("id");
    String version = root.text("version");
    List<Fields> objects = root.objects("schema");
    if (objects.size() != 1) {
      root.mistake(
          "schema",
          "'schema' must list exactly one object, not %d; write one contract per object."
              .formatted(objects.size()));
      return new Contract(id, version, status(), about(), "", List.of(), List.of(), file);
    }
    return withObject(id, version, objects.getFirst());
  }

  private Contract withObject(String id, String version, Fields object) {
    object.only(OBJECT_KEYS);
    object.optionalChoice("logicalType", List.of("object"));
    String name = object.text("name");
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

  private List<ContractColumn> columns(Fields object, List<Rule> rules) {
    List<Fields> properties = object.objects("properties");
    object.require("properties", !properties.isEmpty(), "a list of at least one column");
    List<ContractColumn> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields property : properties) {
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
        root.add(
            rule.place()
                .mistake(
                    "The rule id '%s' is used twice; give one another 'id'.".formatted(rule.id())));
      }
    }
  }

  private Contract.Status status() {
    Contract.Status status = root.choice("status", Contract.Status.class, Contract.Status.DRAFT);
    root.text("status");
    return status;
  }

  private Contract.About about() {
    Fields description =
        root.optionalObject("description")
            .only(
                List.of(
                    "purpose",
                    "limitations",
                    "usage",
                    "authoritativeDefinitions",
                    "customProperties"));
    return new Contract.About(
        root.prose("name"), description.prose("purpose"), description.prose("usage"), owners());
  }

  /// The team as an object with members, or as the older bare list.
  private List<Contract.Owner> owners() {
    List<Fields> members =
        root.raw("team").isArray()
            ? root.objects("team")
            : root.optionalObject("team")
                .only("name", "id", "description", "members", "tags")
                .objects("members");
    return members.stream()
        .map(member -> new Contract.Owner(member.text("username"), member.prose("role")))
        .toList();
  }
}
