package dev.rondo.features;

import dev.rondo.data.Commit;
import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlRow;
import dev.rondo.data.SqlSession;
import dev.rondo.data.Tables;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Permission;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The feature store: one definition of a view, its history in tables (offline) and its newest
/// values by key (online). Thread-safe; the sessions that callers hand in are confined to their
/// threads.
public final class FeatureStore {
  private final Tables tables;
  private final OnlineStore online;
  private final Map<String, PendingChanges> pending = new ConcurrentHashMap<>();

  public FeatureStore(Tables tables, OnlineStore online) {
    this.tables = tables;
    this.online = online;
  }

  /// Creates the view's table when it is missing.
  public void prepare(Caller caller, FeatureView view) {
    tables.create(caller, view.table(), view.schema());
  }

  /// Computes a view's values for some moments and appends what changed to its table. The session
  /// holds the source under its name, with at least `lookback` before the first moment.
  ///
  /// @param moments ascending; the first one only as what the second is compared with, unless the
  ///   table is still empty
  public Optional<Snapshot> materializeOffline(
      Caller caller, SqlSession session, FeatureView view, List<EventTime> moments) {
    caller.require(Permission.WRITE_DATA);
    boolean isEmpty = tables.current(caller, view.table()).isEmpty();
    PendingChanges pending = pending(caller, session, view);
    String changes = pending.table();
    if (isEmpty || !pending.cover(moments)) {
      changes = "changes";
      session.execute(
          "CREATE OR REPLACE TEMP TABLE changes AS " + Changes.query(view, moments, isEmpty));
    }
    Changes.refuseDoubles(session, view, changes);
    String ordered = "(SELECT * FROM %s ORDER BY %s)".formatted(changes, view.schema().names());
    String key = view.asset().version() + "/" + moments.getLast();
    Optional<Snapshot> snapshot =
        tables.append(
            caller,
            session,
            view.table(),
            ordered,
            Commit.of(key, Map.of("as-of", moments.getLast().toString())));
    pending.clear();
    return snapshot;
  }

  /// Moves the online values of some views to a moment, all at once: readers see the old values or
  /// the new ones. The session holds each source under its name.
  ///
  /// @return how many rows changed
  public int materializeOnline(
      Caller caller, SqlSession session, List<FeatureView> views, EventTime moment) {
    caller.require(Permission.WRITE_DATA);
    List<OnlineRow> rows = new ArrayList<>();
    List<FeatureView> moved = new ArrayList<>();
    for (FeatureView view : views) {
      Optional<EventTime> present = online.asOf(caller.project(), view);
      if (present.isEmpty()) {
        moved.add(view);
        String all = Changes.query(view, List.of(moment), true);
        rows.addAll(OnlineRow.query(session, view, all));
      } else if (present.get().isBefore(moment)) {
        moved.add(view);
        rows.addAll(pending(caller, session, view).add(present.get(), moment));
      }
    }
    online.write(caller.project(), moved, rows, moment);
    return rows.size();
  }

  private PendingChanges pending(Caller caller, SqlSession session, FeatureView view) {
    String key = caller.project() + "/" + view.name() + "/" + view.asset().version();
    return pending.compute(
        key,
        (_, known) ->
            known != null && known.isOf(session) ? known : new PendingChanges(session, view));
  }

  /// Joins examples with the feature values that held at their moments.
  ///
  /// @param session may read the tables' folder
  public TrainingSet trainingSet(Caller caller, SqlSession session, TrainingSetRequest request) {
    caller.require(Permission.READ);
    FeatureService service = request.service();
    String sql =
        new PointInTimeJoin(service).sql(spine(caller, request), relations(caller, request));
    Rows rows = new Rows(service.names().size());
    session.forEach(sql, rows::add);
    return rows.finish(service, inputs(request));
  }

  private String spine(Caller caller, TrainingSetRequest request) {
    Spine spine = request.service().spine();
    String scan =
        tables.scan(
            caller,
            request.spine(),
            spine.eventTime(),
            request.from().value(),
            request.to().value());
    return "(SELECT * FROM %s WHERE %2$s >= %3$s AND %2$s < %4$s AND %5$s < %6$s)"
        .formatted(
            scan,
            SqlSession.name(spine.eventTime()),
            SqlSession.time(request.from()),
            SqlSession.time(request.to()),
            SqlSession.name(spine.labelTime()),
            SqlSession.time(request.knownBy()));
  }

  private Map<String, String> relations(Caller caller, TrainingSetRequest request) {
    Map<String, String> relations = new HashMap<>();
    for (FeatureView view : request.service().distinctViews()) {
      Snapshot snapshot = request.views().get(view.name());
      relations.put(
          view.name(),
          snapshot == null
              ? tables.emptyScan(caller, view.table())
              : tables.scan(caller, snapshot));
    }
    return relations;
  }

  private static List<Asset> inputs(TrainingSetRequest request) {
    List<Asset> inputs = new ArrayList<>();
    inputs.add(request.spine().asset());
    for (FeatureView view : request.service().distinctViews()) {
      Snapshot snapshot = request.views().get(view.name());
      if (snapshot != null) {
        inputs.add(snapshot.asset());
      }
      inputs.add(view.asset());
    }
    return inputs;
  }

  /// How a service's features are looked up for requests of the caller's project.
  public FeatureLookup lookup(Caller caller, FeatureService service) {
    caller.require(Permission.READ);
    return new FeatureLookup(caller.project(), service, online);
  }

  /// Collects the rows of a training set by column.
  private static final class Rows {
    private final List<String> ids = new ArrayList<>();
    private long[] eventMillis = new long[1 << 12];
    private long[] labelMillis = new long[1 << 12];
    private float[] labels = new float[1 << 12];
    private final float[][] features;

    Rows(int width) {
      features = new float[width][1 << 12];
    }

    void add(SqlRow row) {
      int n = ids.size();
      if (n == labels.length) {
        grow(n * 2);
      }
      ids.add(row.text(1));
      eventMillis[n] = row.number(2);
      labelMillis[n] = row.number(3);
      labels[n] = (float) row.real(4);
      for (int i = 0; i < features.length; i++) {
        features[i][n] = (float) row.real(5 + i);
      }
    }

    private void grow(int size) {
      eventMillis = Arrays.copyOf(eventMillis, size);
      labelMillis = Arrays.copyOf(labelMillis, size);
      labels = Arrays.copyOf(labels, size);
      for (int i = 0; i < features.length; i++) {
        features[i] = Arrays.copyOf(features[i], size);
      }
    }

    TrainingSet finish(FeatureService service, List<Asset> inputs) {
      grow(ids.size());
      return new TrainingSet(
          service.name(),
          service.names(),
          List.copyOf(ids),
          eventMillis,
          labelMillis,
          features,
          labels,
          inputs,
          digest(service));
    }

    private Digest digest(FeatureService service) {
      MessageDigest digest = Digest.start();
      digest.update((service.names() + String.join("\n", ids)).getBytes(StandardCharsets.UTF_8));
      ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * Math.max(1, labels.length));
      for (float[] column : features) {
        update(digest, buffer, column);
      }
      update(digest, buffer, labels);
      return Digest.finish(digest, new byte[0]);
    }

    private static void update(MessageDigest digest, ByteBuffer buffer, float[] column) {
      buffer.clear();
      buffer.asFloatBuffer().put(column);
      digest.update(buffer);
    }
  }
}
