package dev.rondo.quality;

import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.json.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Reads the relationships of objects and of properties: rules that values stand in another table.
/// An element is named `object.column`, or by ids, `/schema/<id>/properties/<id>`; before a `#`
/// stands another document, whose tables are known only when a check is given them.
final class ReferenceParser {
  private static final Pattern BY_ID =
      Pattern.compile("/?schema/([^/]+)/properties/([^/]+)(/properties/.*)?");
  private static final Pattern SHORT = Pattern.compile("([^./]+)\\.([^./]+)(\\..*)?");

  private final List<Fields> objects;
  private final Unsupported unsupported;

  /// @param objects all objects of the document
  ReferenceParser(List<Fields> objects, Unsupported unsupported) {
    this.objects = List.copyOf(objects);
    this.unsupported = unsupported;
  }

  /// One column of one object.
  private record Element(String object, String column, boolean isNested) {}

  List<Rule> rules(Fields object, List<ContractColumn> columns) {
    List<Rule> rules = new ArrayList<>();
    String name = object.text("name");
    for (Fields item : object.objects("relationships")) {
      List<String> from =
          elements(item, "from").stream()
              .map(element -> {
                if (!element.object().equals(name)) {
                  item.mistake(
                      "from", "A relationship of '%s' starts at its own columns.".formatted(name));
                }
                return element.column();
              })
              .toList();
      rule(item, from, columns).ifPresent(rules::add);
    }
    for (Fields property : object.objects("properties")) {
      for (Fields item : property.objects("relationships")) {
        if (item.has("from")) {
          item.mistake("from", "A column's relationship starts at the column; leave 'from' out.");
        }
        rule(item, List.of(property.text("name")), columns).ifPresent(rules::add);
      }
    }
    return rules;
  }

  private Optional<Rule> rule(Fields item, List<String> from, List<ContractColumn> columns) {
    item.optionalChoice("type", List.of("foreignKey"));
    List<Element> to = elements(item, "to");
    if (to.isEmpty() || from.isEmpty()) {
      return Optional.empty();
    }
    if (to.size() != from.size()) {
      item.mistake("to", "%d columns cannot refer to %d.".formatted(from.size(), to.size()));
      return Optional.empty();
    }
    boolean isOne = to.stream().map(Element::object).distinct().count() == 1;
    boolean isFlat = to.stream().noneMatch(Element::isNested);
    List<String> known = columns.stream().map(ContractColumn::name).toList();
    if (!isOne || !isFlat || !known.containsAll(from)) {
      unsupported.at(
          item, "to", "Only columns of tables that are not nested are checked against others.");
      return Optional.empty();
    }
    return Optional.of(referring(item, from, to));
  }

  private static Rule referring(Fields item, List<String> from, List<Element> to) {
    Expectation.OfRows references =
        new Expectation.References(
            from, to.getFirst().object(), to.stream().map(Element::column).toList());
    return new Rule(
        item.optionalText("id")
            .orElse("references:" + String.join(",", from) + ":" + to.getFirst().object()),
        references,
        ColumnParser.custom(item, "severity")
            .map(custom -> custom.choice("value", Severity.class, Severity.ERROR))
            .orElse(Severity.ERROR),
        Tolerance.NONE,
        Sentences.of(references),
        Sentences.dimension(references),
        item.place("to"));
  }

  private List<Element> elements(Fields item, String key) {
    JsonNode value = item.raw(key);
    Stream<JsonNode> nodes = value.isArray() ? value.valueStream() : Stream.of(value);
    List<Element> elements = new ArrayList<>();
    boolean isRight =
        nodes.allMatch(node -> {
          Optional<Element> element = element(node.asString(""));
          element.ifPresent(elements::add);
          return element.isPresent();
        });
    item.require(
        key, isRight && !elements.isEmpty(), "a column such as orders.id, or a list of columns,");
    elements.forEach(element -> requireKnown(item, key, element));
    return isRight ? elements : List.of();
  }

  private Optional<Element> element(String text) {
    String path = text.substring(text.indexOf('#') + 1);
    Matcher byId = BY_ID.matcher(path);
    if (byId.matches()) {
      Optional<Fields> object = find(objects, byId.group(1));
      String column =
          object
              .flatMap(o -> find(o.objects("properties"), byId.group(2)))
              .map(p -> p.raw("name").asString(""))
              .orElse(byId.group(2));
      String name = object.map(o -> o.raw("name").asString("")).orElse(byId.group(1));
      return Optional.of(new Element(name, column, byId.group(3) != null));
    }
    Matcher brief = SHORT.matcher(path);
    return brief.matches()
        ? Optional.of(new Element(brief.group(1), brief.group(2), brief.group(3) != null))
        : Optional.empty();
  }

  private static Optional<Fields> find(List<Fields> named, String idOrName) {
    return named.stream()
        .filter(f -> f.raw("id").asString("").equals(idOrName))
        .findFirst()
        .or(() ->
            named.stream().filter(f -> f.raw("name").asString("").equals(idOrName)).findFirst());
  }

  /// A column of an object of the document must be there; other tables are nobody's knowledge yet.
  private void requireKnown(Fields item, String key, Element element) {
    objects.stream()
        .filter(object -> object.raw("name").asString("").equals(element.object()))
        .findFirst()
        .ifPresent(object -> {
          List<String> columns =
              object.objects("properties").stream()
                  .map(property -> property.raw("name").asString(""))
                  .toList();
          if (!columns.contains(element.column())) {
            item.mistake(
                key,
                Nearest.none(
                    "column of '%s' called".formatted(element.object()),
                    element.column(),
                    columns));
          }
        });
  }
}
