package dev.rondo.features;

import dev.rondo.data.SqlSession;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The query that gives each example the newest value of every feature that held at its moment, and
/// none that came later. One row for each row of the spine, in order.
final class PointInTimeJoin {
  private final FeatureService service;

  PointInTimeJoin(FeatureService service) {
    this.service = service;
  }

  /// Columns: `id`, `event_millis`, `label_millis`, `label`, then the features.
  ///
  /// @param spine a relation with the spine's columns, already filtered
  /// @param views the relation of each view's values, by view name
  String sql(String spine, Map<String, String> views) {
    StringBuilder joins = new StringBuilder();
    for (int i = 0; i < service.views().size(); i++) {
      joins.append(join(service.views().get(i), "v" + i, views));
    }
    return "SELECT s.id, s.event_millis, s.label_millis, s.label, %s FROM (%s) AS s%s ORDER BY s.t, s.id"
        .formatted(features(), spineSql(spine), joins);
  }

  private String spineSql(String spine) {
    String features =
        service.request().stream()
            .map(f ->
                f.transform().sql(SqlSession.name(f.field())) + " AS " + SqlSession.name(f.name()))
            .collect(Collectors.joining(", "));
    String keys =
        service.views().stream()
            .flatMap(v -> v.keys().values().stream())
            .distinct()
            .map(field -> key(field) + " AS " + SqlSession.name("key " + field))
            .collect(Collectors.joining(", "));
    Spine of = service.spine();
    return Stream.of(
            SqlSession.name(of.id()) + " AS id",
            SqlSession.name(of.eventTime()) + " AS t",
            "epoch_ms(" + SqlSession.name(of.eventTime()) + ") AS event_millis",
            "epoch_ms(" + SqlSession.name(of.labelTime()) + ") AS label_millis",
            "CAST(" + of.label() + " AS DOUBLE) AS label",
            features,
            keys)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + spine));
  }

  /// A key is a field of the row, or a feature of the request.
  private String key(String field) {
    return service.request().stream()
        .filter(f -> f.name().equals(field))
        .findFirst()
        .map(f -> f.transform().sql(SqlSession.name(f.field())))
        .orElseGet(() -> SqlSession.name(field));
  }

  private static String join(ViewFeatures use, String alias, Map<String, String> views) {
    String on =
        use.view().keys().stream()
            .map(key ->
                "CAST(s.%s AS %s) = %s.%s AND "
                    .formatted(
                        SqlSession.name("key " + use.keys().get(key.name())),
                        key.type().sql(),
                        alias,
                        SqlSession.name(key.name())))
            .collect(Collectors.joining());
    return " ASOF LEFT JOIN %s AS %s ON %ss.t >= %s.%s"
        .formatted(views.get(use.view().name()), alias, on, alias, FeatureView.TIME);
  }

  private String features() {
    Stream<String> request =
        service.request().stream()
            .filter(RequestFeature::isInput)
            .map(f -> "s." + SqlSession.name(f.name()));
    Stream<String> views = Stream.empty();
    for (int i = 0; i < service.views().size(); i++) {
      String alias = "v" + i;
      views =
          Stream.concat(
              views,
              service.views().get(i).features().stream()
                  .map(f -> "CAST(" + alias + "." + SqlSession.name(f) + " AS DOUBLE)"));
    }
    return Stream.concat(request, views).collect(Collectors.joining(", "));
  }
}
