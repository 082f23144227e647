package dev.rondo.quality.suite;

import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Severity;
import dev.rondo.quality.expectation.Catalog;
import dev.rondo.quality.expectation.ExpectationType;
import dev.rondo.quality.expectation.Parameter;
import dev.rondo.quality.expectation.ResultFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads suites of [GreatExpectations], of either form. What says nothing to us is kept.
final class GreatReader {
  private static final String FORMAT = "rondo_result_format";

  private final GreatExpectations form;
  private final ArgumentCheck check;

  private GreatReader(GreatExpectations form, ArgumentCheck check) {
    this.form = form;
    this.check = check;
  }

  static Suite read(Fields root) {
    GreatExpectations form =
        root.has(GreatExpectations.V0.name()) ? GreatExpectations.V0 : GreatExpectations.V1;
    List<String> known =
        new ArrayList<>(
            List.of(form.name(), form.id(), form.parameters(), "expectations", "meta", "notes"));
    known.addAll(form.suiteExtras());
    root.only(known);
    Map<String, JsonNode> parameters = HandReader.parameters(root, form.parameters());
    GreatReader reader = new GreatReader(form, new ArgumentCheck(parameters));
    List<SuiteExpectation> expectations = new ArrayList<>();
    for (Fields item : root.objects("expectations")) {
      reader.expectation(item).ifPresent(expectations::add);
    }
    Optional<ResultFormat> format = ResultFormatJson.read(root.optionalObject("meta"), FORMAT);
    About about = reader.about(root, kept(root, form.suiteExtras()));
    about.meta().remove(FORMAT);
    return new Suite(root.text(form.name()), expectations, parameters, format, about);
  }

  private About about(Fields owner, ObjectNode extras) {
    ObjectNode meta = owner.tree("meta").deepCopy();
    JsonNode ownId = meta.remove(GreatExpectations.META_ID);
    String id = owner.optionalText(form.id()).orElse(ownId == null ? "" : ownId.asString(""));
    return new About(id, owner.prose("description"), SuiteReader.notes(owner), meta, extras);
  }

  private static ObjectNode kept(Fields owner, List<String> keys) {
    ObjectNode kept = Json.object();
    keys.stream().filter(owner::has).forEach(key -> kept.set(key, owner.raw(key)));
    return kept;
  }

  private Optional<SuiteExpectation> expectation(Fields item) {
    item.only(
        Stream.concat(
                Stream.of(
                    form.type(), form.id(), "kwargs", "meta", "notes", "description", "severity"),
                GreatExpectations.EXTRAS.stream())
            .toList());
    Optional<ExpectationType> type = type(item);
    Severity severity =
        item.optionalChoice("severity", SeverityWords.ALL)
            .map(SeverityWords::read)
            .orElse(Severity.ERROR);
    Fields arguments = item.optionalObject("kwargs");
    ObjectNode extras = kept(item, GreatExpectations.EXTRAS);
    extras.setAll(kept(arguments, GreatExpectations.EXTRA_ARGUMENTS));
    About about = about(item, extras);
    return type.map(found ->
        new SuiteExpectation(
            found, given(item, arguments, found), severity, condition(found, arguments), about));
  }

  private Optional<ExpectationType> type(Fields item) {
    String name = item.text(form.type());
    Optional<ExpectationType> type = Catalog.find(name);
    if (type.isEmpty() && !name.isEmpty()) {
      List<String> known = Catalog.all().stream().map(ExpectationType::name).toList();
      item.mistake(form.type(), Nearest.none("expectation", name, known));
    }
    return type;
  }

  private ObjectNode given(Fields item, Fields arguments, ExpectationType type) {
    List<String> known = new ArrayList<>(GreatExpectations.EXTRA_ARGUMENTS);
    known.add(GreatExpectations.CONDITION);
    known.add(GreatExpectations.PARSER);
    type.parameters().stream().map(Parameter::name).forEach(known::add);
    arguments.only(known);
    ObjectNode given = Json.object();
    arguments.keys().stream()
        .filter(key -> type.takes(key) && arguments.has(key))
        .forEach(key -> given.set(key, arguments.raw(key)));
    check.check(
        type,
        given,
        (argument, message) -> {
          if (arguments.has(argument)) {
            arguments.mistake(argument, message);
          } else {
            item.mistake(message);
          }
        });
    return given;
  }

  private static Optional<Condition> condition(ExpectationType type, Fields arguments) {
    return ConditionReader.read(
        type, arguments, GreatExpectations.CONDITION, arguments.text(GreatExpectations.PARSER, ""));
  }
}
