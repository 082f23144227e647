package dev.rondo.quality;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Yaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads contracts from YAML in the form of the Open Data Contract Standard 3.1. Keys of the
/// standard that only inform are accepted and not acted upon; [ContractDocument] keeps them.
public final class ContractParser {
  static final List<String> API_VERSIONS = List.of("v3.0.0", "v3.0.1", "v3.0.2", "v3.1.0");
  private final Fields root;
  private final String file;
  private final Unsupported unsupported;

  ContractParser(Fields root, String file, Unsupported unsupported) {
    this.root = root;
    this.file = file;
    this.unsupported = unsupported;
  }

  /// Reads the contract of one table, as a whole, and reports every mistake: also what the standard
  /// allows, but no check can judge.
  ///
  /// @param file the path that mistakes are reported with
  /// @throws Problem `invalid-file` with every mistake's line and path
  public static Contract parse(String file, String text) {
    Fields root = Fields.of(Yaml.parse(file, text));
    int count = root.list("schema").size();
    if (count != 1) {
      root.mistake(
          "schema",
          "'schema' must list exactly one object, not %d; write one contract per object."
              .formatted(count));
    }
    List<Contract> contracts = new ContractParser(root, file, Fields::mistake).contracts();
    root.finish();
    return contracts.getFirst();
  }

  /// A contract for each object of the document; mistakes are left in the fields.
  List<Contract> contracts() {
    OdcsShape.CONTRACT.check(root);
    root.choice("apiVersion", API_VERSIONS);
    root.choice("kind", List.of("DataContract"));
    String id = root.text("id");
    String version = root.text("version");
    List<Fields> objects = root.objects("schema");
    List<String> names = new ArrayList<>();
    for (Fields object : objects) {
      if (names.contains(object.text("name"))) {
        object.mistake("name", "The object '%s' stands here twice.".formatted(object.text("name")));
      }
      names.add(object.text("name"));
    }
    ServiceLevels levels = new ServiceLevels(root, names, unsupported);
    ReferenceParser references = new ReferenceParser(objects, unsupported);
    List<Contract> contracts = new ArrayList<>();
    for (Fields object : objects) {
      contracts.add(contract(id, version, object, levels, references));
    }
    return contracts;
  }

  private Contract contract(
      String id, String version, Fields object, ServiceLevels levels, ReferenceParser references) {
    object.optionalChoice("logicalType", List.of("object"));
    String name = object.text("name");
    List<Rule> rules = new ArrayList<>();
    List<ContractColumn> columns = columns(object, rules);
    rules.addAll(KeyParser.key(object, columns));
    rules.addAll(new RuleParser(columns, unsupported).tableRules(object));
    rules.addAll(ServiceLevels.extraColumns(object));
    rules.addAll(references.rules(object, columns));
    rules.addAll(levels.rules(name, columns));
    List<Rule> distinct = distinct(object, rules);
    return new Contract(id, version, status(), about(), name, columns, distinct, file);
  }

  private List<ContractColumn> columns(Fields object, List<Rule> rules) {
    List<Fields> properties = object.objects("properties");
    if (properties.isEmpty()) {
      unsupported.at(object, "properties", "A list of at least one column is needed.");
    }
    ColumnParser parser = new ColumnParser(unsupported, KeyParser.columns(object).size() > 1);
    Map<ContractColumn, Fields> columns = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (Fields property : properties) {
      String name = property.text("name");
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        property.mistake("name", "The column '%s' stands here twice.".formatted(name));
        continue;
      }
      parser.column(property).ifPresent(column -> columns.put(column, property));
    }
    List<ContractColumn> all = List.copyOf(columns.keySet());
    columns.forEach((column, property) -> rules.addAll(parser.rules(property, column, all)));
    return all;
  }

  /// Ids that were given must differ; those that were made are made to.
  private List<Rule> distinct(Fields object, List<Rule> rules) {
    Set<String> given = new HashSet<>();
    object.objects("properties").forEach(property -> addIds(given, property));
    addIds(given, object);
    root.objects("slaProperties").forEach(level -> level.optionalText("id").ifPresent(given::add));
    Set<String> ids = new HashSet<>();
    List<Rule> distinct = new ArrayList<>();
    for (Rule rule : rules) {
      Rule other = rule;
      for (int i = 2; !ids.add(other.id()); i++) {
        if (given.contains(rule.id())) {
          root.add(
              rule.place()
                  .mistake(
                      "The rule id '%s' is used twice; give one another 'id'."
                          .formatted(rule.id())));
          break;
        }
        other = rule.withId(rule.id() + ":" + i);
      }
      distinct.add(other);
    }
    return distinct;
  }

  private static void addIds(Set<String> ids, Fields owner) {
    owner
        .objects("quality")
        .forEach(item ->
            item.optionalText("id").or(() -> item.optionalText("name")).ifPresent(ids::add));
    owner.objects("relationships").forEach(item -> item.optionalText("id").ifPresent(ids::add));
  }

  private Contract.Status status() {
    Contract.Status status = root.choice("status", Contract.Status.class, Contract.Status.DRAFT);
    root.text("status");
    return status;
  }

  private Contract.About about() {
    Fields description = root.optionalObject("description");
    return new Contract.About(
        root.prose("name"),
        description.prose("purpose"),
        description.prose("usage"),
        description.prose("limitations"),
        owners(),
        root.objects("slaProperties").stream().map(ContractParser::level).toList());
  }

  private static Contract.ServiceLevel level(Fields level) {
    return new Contract.ServiceLevel(
        level.text("property"),
        level.raw("value").asString(""),
        level.raw("unit").asString(""),
        level.prose("description"));
  }

  /// The team as an object with members, or as the older bare list.
  private List<Contract.Owner> owners() {
    List<Fields> members =
        root.raw("team").isArray()
            ? root.objects("team")
            : root.optionalObject("team").objects("members");
    return members.stream()
        .map(member -> new Contract.Owner(member.text("username"), member.prose("role")))
        .toList();
  }
}
