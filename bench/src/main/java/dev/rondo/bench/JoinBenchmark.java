package dev.rondo.bench;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.data.Tables;
import dev.rondo.features.FeatureStore;
import dev.rondo.features.OnlineStore;
import dev.rondo.features.TrainingSet;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/// A training set joined in time: 200,000 examples with what three feature views held at their
/// moments. Beside it, in turn, the same join as one writes it by hand, on the same session and the
/// same files, its answer read in the same way.
final class JoinBenchmark implements Benchmark {
  private static final String NAME = "features.pit_join";
  private static final int RUNS = 10;
  private static final int MEMORY_MEGABYTES = 1_024;

  private final InstantSource clock;

  JoinBenchmark(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String title() {
    return "a point-in-time join of %,d examples with three views".formatted(JoinData.EXAMPLES);
  }

  @Override
  public List<String> figures() {
    return List.of(NAME);
  }

  @Override
  public List<Figure> run() throws Exception {
    try (Scratch home = Scratch.open();
        Database database = SqliteDatabase.open(home.folder().resolve("rondo.db"), clock);
        OnlineStore online = new OnlineStore(home.folder("online"))) {
      Tables tables =
          new Tables(database, new IdSource(clock, new Random(7)), home.folder("tables"));
      FeatureStore store = new FeatureStore(tables, online);
      int cores = Runtime.getRuntime().availableProcessors();
      SqlEngine engine = new SqlEngine(MEMORY_MEGABYTES, cores, home.folder("tmp"));
      try (SqlSession session = engine.open(List.of(tables.folder(JoinData.CALLER)))) {
        return List.of(compare(session, store, JoinData.write(session, tables)));
      }
    }
  }

  /// Each round does both, by turns the one and the other first.
  private static Figure compare(SqlSession session, FeatureStore store, JoinData data) {
    List<Double> ours = new ArrayList<>();
    List<Double> byHand = new ArrayList<>();
    for (int i = 0; i <= RUNS; i++) {
      Optional<Timed<HandWrittenJoin>> early =
          i % 2 == 0 ? Optional.empty() : Optional.of(byHand(session, data));
      Timed<TrainingSet> set =
          timed(() -> store.trainingSet(JoinData.CALLER, session, data.request()));
      Timed<HandWrittenJoin> peer = early.orElseGet(() -> byHand(session, data));
      requireSame(set.value(), peer.value());
      if (i > 0) {
        ours.add(set.millis());
        byHand.add(peer.millis());
      }
    }
    return new Figure(
        NAME,
        "ms",
        new Samples(ours),
        Optional.of(new Figure.Peer("DuckDB by hand", new Samples(byHand))));
  }

  private static Timed<HandWrittenJoin> byHand(SqlSession session, JoinData data) {
    return timed(() -> HandWrittenJoin.read(session, data.byHand(), JoinData.WIDTH));
  }

  private record Timed<T>(T value, double millis) {}

  private static <T> Timed<T> timed(Supplier<T> work) {
    long start = System.nanoTime();
    T value = work.get();
    return new Timed<>(value, (System.nanoTime() - start) / 1e6);
  }

  private static void requireSame(TrainingSet set, HandWrittenJoin peer) {
    if (set.rows() != JoinData.EXAMPLES || !peer.isLike(set)) {
      throw Problem.conflict("The join by hand gives other values than the feature store's.");
    }
  }
}
