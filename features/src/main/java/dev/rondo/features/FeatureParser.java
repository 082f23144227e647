package dev.rondo.features;

import dev.rondo.data.Column;
import dev.rondo.data.ColumnType;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads feature views and feature services from a project's files; every mistake is reported with
/// its place.
public final class FeatureParser {
  private FeatureParser() {}

  /// Reads a view.
  ///
  /// @param sqlFile finds the text of the file that the view names; empty when there is none
  public static FeatureView view(Yaml yaml, Function<String, Optional<String>> sqlFile) {
    Fields fields =
        Fields.of(yaml)
            .only(
                "name",
                "description",
                "source",
                "time",
                "lookback",
                "keys",
                "features",
                "own-rows-only",
                "sql");
    Optional<String> sql = sqlFile.apply(fields.text("sql"));
    if (sql.isEmpty() && fields.has("sql")) {
      fields.mistake("sql", "There is no file '" + fields.text("sql") + "' beside this one.");
    }
    List<Column> features = columns(fields, "features");
    if (features.isEmpty()) {
      fields.mistake("features", "A view needs at least one feature.");
    }
    FeatureView view =
        new FeatureView(
            fields.text("name"),
            fields.prose("description"),
            fields.text("source"),
            columns(fields, "keys"),
            fields.duration("lookback"),
            fields.text("time"),
            features,
            fields.flag("own-rows-only", false),
            sql.orElse(""));
    checkColumns(fields, view);
    fields.finish();
    return view;
  }

  /// One table has them all, and SQL does not tell upper from lower case.
  private static void checkColumns(Fields fields, FeatureView view) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.add(FeatureView.TIME);
    checkColumns(fields.optionalObject("keys"), view.keys(), names);
    checkColumns(fields.optionalObject("features"), view.features(), names);
  }

  private static void checkColumns(Fields fields, List<Column> columns, Set<String> names) {
    columns.stream()
        .map(Column::name)
        .filter(name -> !names.add(name))
        .forEach(name ->
            fields.mistake(name, "Another column of the view is named '" + name + "' too."));
  }

  private static List<Column> columns(Fields fields, String key) {
    List<Column> columns = new ArrayList<>();
    fields
        .textMap(key)
        .forEach((name, type) ->
            fields
                .tried(key, () -> ColumnType.parse(type))
                .ifPresent(parsed -> columns.add(new Column(name, parsed))));
    return columns;
  }

  /// Reads a service. What its examples must hold, `contract` and `suites`, is read elsewhere.
  ///
  /// @param views all views of the project, by name
  public static FeatureService service(Yaml yaml, Map<String, FeatureView> views) {
    Fields fields =
        Fields.of(yaml)
            .only("name", "description", "spine", "request", "views", "contract", "suites");
    Fields spine =
        fields.object("spine").only("dataset", "id", "event-time", "label", "label-time");
    FeatureService service =
        new FeatureService(
            fields.text("name"),
            new Spine(
                spine.text("dataset"),
                spine.text("id"),
                spine.text("event-time"),
                spine.text("label-time"),
                spine.text("label")),
            fields.objects("request").stream().map(FeatureParser::requestFeature).toList(),
            fields.objects("views").stream()
                .map(use -> use(use, views))
                .flatMap(Optional::stream)
                .toList());
    checkNames(fields, service);
    fields.finish();
    return service;
  }

  private static RequestFeature requestFeature(Fields fields) {
    fields.only("name", "field", "transform", "input");
    String name = fields.text("name");
    return new RequestFeature(
        name,
        fields.text("field", name),
        fields.choice("transform", Transform.class, Transform.VALUE),
        fields.flag("input", true));
  }

  private static Optional<ViewFeatures> use(Fields fields, Map<String, FeatureView> views) {
    fields.only("view", "keys", "features");
    String name = fields.reference("view", "feature view", views.keySet());
    FeatureView view = views.get(name);
    if (view == null) {
      return Optional.empty();
    }
    List<String> all = view.features().stream().map(Column::name).toList();
    List<String> features = fields.has("features") ? fields.texts("features") : all;
    for (String feature : features) {
      if (!all.contains(feature)) {
        fields.mistake("features", Nearest.none("feature", feature, all));
      }
    }
    Map<String, String> keys = fields.textMap("keys");
    for (Column key : view.keys()) {
      if (!keys.containsKey(key.name())) {
        fields.mistake(
            "keys", "View '" + name + "' needs its key '" + key.name() + "' from a request field.");
      }
    }
    return Optional.of(new ViewFeatures(view, keys, features));
  }

  private static void checkNames(Fields fields, FeatureService service) {
    List<String> names = service.names();
    if (names.isEmpty()) {
      fields.mistake("request", "A service needs at least one feature.");
    }
    names.stream()
        .filter(name -> names.indexOf(name) != names.lastIndexOf(name))
        .distinct()
        .forEach(name -> fields.mistake("views", "Two features are named '" + name + "'."));
  }
}
