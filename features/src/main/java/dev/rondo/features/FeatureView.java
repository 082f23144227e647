package dev.rondo.features;

import dev.rondo.data.Column;
import dev.rondo.data.ColumnType;
import dev.rondo.data.SqlSession;
import dev.rondo.data.TableSchema;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Features of an entity, defined once by a query and used for training, back-fill and serving
/// alike.
///
/// The query reads two relations: `as_of`, whose column `ts` holds the moments that values are
/// wanted for, and the source data set under its own name. It returns a row for each moment and
/// entity, with `event_timestamp` (the moment), the keys and the features, computed only from what
/// was known before that moment.
///
/// @param source the data set that the query reads
/// @param keys of the entity; none for features of the whole
/// @param lookback how far before a moment the query looks, in the source's time column
/// @param timeColumn the source's column that says when a row became known
/// @param ownRowsOnly whether an entity's values depend on nothing but the source's rows with its
///   keys that lie within the lookback: then only entities whose rows came or went are computed
///   anew
/// @param sql one SELECT
public record FeatureView(
    String name,
    String description,
    String source,
    List<Column> keys,
    Duration lookback,
    String timeColumn,
    List<Column> features,
    boolean ownRowsOnly,
    String sql) {

  /// The column that says from when on a value holds.
  public static final String TIME = "event_timestamp";

  public FeatureView {
    keys = List.copyOf(keys);
    features = List.copyOf(features);
  }

  /// The table that holds this view's values.
  public String table() {
    return "feature_" + name;
  }

  /// Time, keys and features.
  public TableSchema schema() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(TIME, ColumnType.TIMESTAMP));
    columns.addAll(keys);
    columns.addAll(features);
    return new TableSchema(columns);
  }

  /// This definition as an asset: its version is the digest of all that can change a value.
  public Asset asset() {
    Digest digest =
        Digest.of(
            Stream.of(name, source, keys.toString(), lookback.toString(), features.toString(), sql)
                .collect(Collectors.joining("\u0000")));
    return new Asset(Asset.Kind.FEATURE_VIEW, name, digest.brief(), digest);
  }

  /// `a."k" = b."k" AND …` for the keys; `true` when there are none.
  String sameKeys(String left, String right) {
    return keys.isEmpty()
        ? "true"
        : keys.stream()
            .map(Column::name)
            .map(SqlSession::name)
            .map(key -> left + "." + key + " = " + right + "." + key)
            .collect(Collectors.joining(" AND "));
  }
}
