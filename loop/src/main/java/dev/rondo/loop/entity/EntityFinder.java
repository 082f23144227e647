package dev.rondo.loop.entity;

import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlSession;
import dev.rondo.data.TableSchema;
import dev.rondo.data.Tables;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Direction;
import dev.rondo.loop.Components;
import dev.rondo.loop.source.Quarantine;
import dev.rondo.serving.EndpointStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds by a scan where the rows of one entity are: what a person asks who wants to know, or to be
/// forgotten. That somebody asked is a fact of its own, without the value asked for. Thread-safe.
public final class EntityFinder {
  private static final int SETS = 1_000;
  private static final int NODES = 2_000;

  private final Components components;
  private final Quarantine quarantine;
  private final Tables tables;

  public EntityFinder(Components components, Quarantine quarantine) {
    this.components = components;
    this.quarantine = quarantine;
    this.tables = components.tables();
  }

  /// @throws Problem `invalid-request` when no table has the key's columns, or the values cannot be
  ///   theirs
  public EntityRows find(Caller caller, EntityKey key) {
    caller.require(Permission.WRITE_DATA);
    try (SqlSession session = components.sql().open(List.of(tables.folder(caller)))) {
      Search search = new Search(caller, key, session);
      EntityRows rows = search.run();
      publish(caller, rows);
      return rows;
    }
  }

  private void publish(Caller caller, EntityRows rows) {
    Map<String, Object> data =
        Map.of(
            "user", caller.user(),
            "columns", rows.columns(),
            "tables", rows.tables().size(),
            "trainingSets", rows.trainingSets().size(),
            "models", rows.models().size());
    components
        .database()
        .write(tx -> {
          components
              .events()
              .publish(tx, caller, "entity.searched", String.join(" ", rows.columns()), data);
          return true;
        });
  }

  /// One search, on one thread.
  private final class Search {
    private final Caller caller;
    private final EntityKey key;
    private final SqlSession session;
    private final List<EntityRows.Set> sets = new ArrayList<>();
    private final List<Asset> unknown = new ArrayList<>();
    private final Set<String> ids = new TreeSet<>();
    private final SortedMap<String, TableSchema> schemas = new TreeMap<>();

    Search(Caller caller, EntityKey key, SqlSession session) {
      this.caller = caller;
      this.key = key;
      this.session = session;
    }

    EntityRows run() {
      for (String table : tables.list(caller)) {
        schemas.put(table, tables.schema(caller, table));
      }
      List<String> having =
          schemas.keySet().stream().filter(table -> key.isIn(schema(table))).toList();
      requireFitting(having);
      List<EntityRows.Table> found =
          having.stream().flatMap(table -> table(table).stream()).toList();
      components.ledger().assets(caller, Asset.Kind.TRAINING_SET, SETS).forEach(this::look);
      return new EntityRows(
          key.columns(),
          found,
          sets,
          models(),
          quarantine.having(caller, key.values()),
          predictions(),
          unknown);
    }

    private TableSchema schema(String table) {
      return Objects.requireNonNull(schemas.get(table));
    }

    private void requireFitting(List<String> having) {
      if (having.isEmpty()) {
        Set<String> columns = new TreeSet<>();
        schemas
            .values()
            .forEach(schema -> schema.columns().forEach(column -> columns.add(column.name())));
        throw Problem.invalid(
            "No table has the columns %s; the tables have %s.", key.columns(), columns);
      }
      if (having.stream().noneMatch(table -> key.fits(session, schema(table)))) {
        throw Problem.invalid(
            "The values of %s cannot be those of the columns in %s: they have other types.",
            key.columns(), having);
      }
    }

    private Optional<EntityRows.Table> table(String table) {
      TableSchema schema = schema(table);
      Optional<Snapshot> newest =
          key.fits(session, schema) ? tables.current(caller, table) : Optional.empty();
      long rows = newest.map(this::count).orElse(0L);
      if (newest.isEmpty() || rows == 0) {
        return Optional.empty();
      }
      Snapshot first = first(tables.snapshots(caller, table));
      return Optional.of(new EntityRows.Table(table, rows, first.asset(), newest.get().asset()));
    }

    /// Tables are appended to: once there are rows, there are.
    private Snapshot first(List<Snapshot> oldestFirst) {
      int low = 0;
      int high = oldestFirst.size() - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (count(oldestFirst.get(middle)) > 0) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return oldestFirst.get(low);
    }

    private long count(Snapshot snapshot) {
      TableSchema schema = schema(snapshot.table());
      return session
          .query(
              "SELECT count(*) AS n FROM %s WHERE %s"
                  .formatted(tables.scan(caller, snapshot), key.condition(schema)),
              row -> row.number("n"),
              key.arguments(schema))
          .getFirst();
    }

    private void look(AssetRecord set) {
      Optional<TrainingScope> scope = TrainingScope.parse(set);
      if (scope.isEmpty() || !schemas.containsKey(scope.get().dataset())) {
        unknown.add(set.asset());
        return;
      }
      TableSchema schema = schema(scope.get().dataset());
      ids.add(scope.get().id());
      if (!key.isIn(schema) || !key.fits(session, schema)) {
        return;
      }
      Optional<Snapshot> snapshot =
          tables.find(caller, scope.get().dataset(), scope.get().snapshot());
      if (snapshot.isEmpty()) {
        unknown.add(set.asset());
        return;
      }
      long rows = rows(scope.get(), snapshot.get(), schema);
      if (rows > 0) {
        sets.add(new EntityRows.Set(set.asset(), rows));
      }
    }

    private long rows(TrainingScope scope, Snapshot snapshot, TableSchema schema) {
      String scan =
          tables.scan(
              caller, snapshot, scope.eventTime(), scope.from().value(), scope.to().value());
      return session
          .query(
              "SELECT count(*) AS n FROM %1$s WHERE %2$s AND %3$s >= ? AND %3$s < ? AND %4$s < ?"
                  .formatted(
                      scan,
                      key.condition(schema),
                      SqlSession.name(scope.eventTime()),
                      SqlSession.name(scope.labelTime())),
              row -> row.number("n"),
              arguments(schema, scope.from().value(), scope.to().value(), scope.knownBy().value()))
          .getFirst();
    }

    private Object[] arguments(TableSchema schema, Instant... moments) {
      List<Object> arguments = new ArrayList<>(List.of(key.arguments(schema)));
      arguments.addAll(List.of(moments));
      return arguments.toArray();
    }

    /// What was answered to the request of this id, when that is what the key is.
    private SortedMap<String, Long> predictions() {
      SortedMap<String, Long> logged = new TreeMap<>();
      if (key.columns().size() == 1 && ids.containsAll(key.columns())) {
        String id = key.values().values().iterator().next();
        for (EndpointStatus endpoint : components.serving().endpoints(caller)) {
          if (components.serving().find(caller, endpoint.name(), id).isPresent()) {
            logged.put(endpoint.name(), 1L);
          }
        }
      }
      return logged;
    }

    /// What the ledger says was made of the sets.
    private List<Asset> models() {
      Set<AssetRecord> models = new LinkedHashSet<>();
      for (EntityRows.Set set : sets) {
        components
            .ledger()
            .lineage(caller, set.asset(), Direction.DOWNSTREAM, NODES)
            .assets()
            .stream()
            .filter(record -> record.asset().kind() == Asset.Kind.MODEL_VERSION)
            .filter(record -> record.maker().isPresent())
            .forEach(models::add);
      }
      return models.stream()
          .sorted(Comparator.comparing(AssetRecord::recorded).reversed())
          .map(AssetRecord::asset)
          .toList();
    }
  }
}
