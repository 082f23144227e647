package dev.rondo.features;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Txn;

/// The newest feature values by key, in LMDB: one packed row for each view and entity. A write of
/// many rows becomes visible at once and durably; a reader sees one state throughout, and never
/// waits. Thread-safe: writes follow each other, readers use pooled read transactions.
public final class OnlineStore implements AutoCloseable {
  private static final long MAP_SIZE = 1L << 34;
  private static final int MAX_READERS = 126;

  /// What LMDB takes, in bytes.
  private static final int MAX_KEY = 511;

  private static final byte VALUES = 1;
  private static final byte AS_OF = 2;

  private final Env<ByteBuffer> env;
  private final Dbi<ByteBuffer> rows;
  private final ConcurrentLinkedQueue<Reader> idle = new ConcurrentLinkedQueue<>();
  private final Semaphore readers = new Semaphore(MAX_READERS - 6);

  /// @param folder created when missing
  public OnlineStore(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.HOME_UNUSABLE, "The online store has no folder: " + e.getMessage(), e);
    }
    env =
        Env.create()
            .setMapSize(MAP_SIZE)
            .setMaxDbs(1)
            .setMaxReaders(MAX_READERS)
            .open(folder.toFile(), EnvFlags.MDB_NOTLS);
    rows = env.openDbi("rows", DbiFlags.MDB_CREATE);
  }

  /// The moment that a view's values stand at; empty before its first write.
  Optional<EventTime> asOf(ProjectName project, FeatureView view) {
    try (Reader reader = reader()) {
      ByteBuffer value = reader.find(asOfKey(project, view));
      return value == null
          ? Optional.empty()
          : Optional.of(new EventTime(Instant.ofEpochMilli(value.getLong())));
    }
  }

  /// Writes rows and the moment of all views in one transaction.
  synchronized void write(
      ProjectName project, List<FeatureView> views, List<OnlineRow> changed, EventTime moment) {
    Map<FeatureView, byte[]> prefixes = new HashMap<>();
    ByteBuffer key = ByteBuffer.allocateDirect(MAX_KEY);
    int width = changed.stream().mapToInt(row -> row.values().length).max().orElse(0);
    ByteBuffer value = ByteBuffer.allocateDirect(Long.BYTES + Double.BYTES * width);
    try (Txn<ByteBuffer> tx = env.txnWrite()) {
      for (OnlineRow row : changed) {
        key.clear().put(prefixes.computeIfAbsent(row.view(), view -> prefix(project, view)));
        row.keys().forEach(part -> put(key, part));
        fill(value.clear(), row);
        rows.put(tx, key.flip(), value.flip());
      }
      ByteBuffer time = ByteBuffer.allocateDirect(Long.BYTES);
      time.putLong(moment.value().toEpochMilli()).flip();
      for (FeatureView view : views) {
        rows.put(tx, asOfKey(project, view), time.duplicate());
      }
      tx.commit();
    }
  }

  private static void fill(ByteBuffer value, OnlineRow row) {
    value.putLong(row.eventTime().toEpochMilli());
    for (double feature : row.values()) {
      value.putDouble(feature);
    }
  }

  private static ByteBuffer asOfKey(ProjectName project, FeatureView view) {
    byte[] prefix = prefix(project, view, AS_OF);
    return ByteBuffer.allocateDirect(prefix.length).put(prefix).flip();
  }

  /// The bytes that every key of a view starts with. The view's version is part of it, so that a
  /// changed definition never reads values of the old one.
  static byte[] prefix(ProjectName project, FeatureView view) {
    return prefix(project, view, VALUES);
  }

  private static byte[] prefix(ProjectName project, FeatureView view, byte kind) {
    String text = project + "/" + view.name() + "/" + view.asset().version() + "/" + (char) kind;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Appends one part of a key: eight bytes for a number; length and UTF-8 for a text.
  static void put(ByteBuffer key, Object part) {
    if (part instanceof Long number) {
      key.putLong(number);
      return;
    }
    byte[] text = part.toString().getBytes(StandardCharsets.UTF_8);
    if (text.length + 2 > key.remaining()) {
      throw Problem.invalid("The key '%.40s…' is too long: 400 bytes at the most.", part);
    }
    key.putShort((short) text.length).put(text);
  }

  /// One consistent state of the store; the caller closes it.
  Reader reader() {
    readers.acquireUninterruptibly();
    Reader reader = idle.poll();
    if (reader == null) {
      return new Reader(env.txnRead());
    }
    reader.tx.renew();
    return reader;
  }

  @Override
  public void close() {
    List<Reader> all = new ArrayList<>(idle);
    idle.clear();
    all.forEach(reader -> reader.tx.close());
    env.close();
  }

  /// A read transaction from the pool. Confined to one thread at a time.
  final class Reader implements AutoCloseable {
    private final Txn<ByteBuffer> tx;
    private final ByteBuffer key = ByteBuffer.allocateDirect(MAX_KEY);

    private Reader(Txn<ByteBuffer> tx) {
      this.tx = tx;
    }

    /// An empty key to be filled and handed to [#find].
    ByteBuffer newKey() {
      return key.clear();
    }

    /// The value of a key that is ready to be read; null when there is none.
    @org.jspecify.annotations.Nullable
    ByteBuffer find(ByteBuffer of) {
      return rows.get(tx, of);
    }

    @Override
    public void close() {
      tx.reset();
      idle.add(this);
      readers.release();
    }
  }
}
