package dev.rondo.registry.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

/// What a scan takes at most, and gives back.
class BudgetTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int LENGTH = 1 << 20;

  private final AtomicLong open = new AtomicLong();

  private ModelFile file(String path, byte[] content) {
    return new ModelFile(path, content.length, Digest.of(content), () -> opened(content));
  }

  private InputStream opened(byte[] content) {
    open.incrementAndGet();
    return new FilterInputStream(new ByteArrayInputStream(content)) {
      private boolean isClosed;

      @Override
      public void close() {
        open.addAndGet(isClosed ? 0 : -1);
        isClosed = true;
      }
    };
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] tar(String name, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  @Test
  void allFilesTogetherUnpackOnlySoMuch() throws IOException {
    byte[] zeros = gzip(new byte[LENGTH]);
    List<ModelFile> files =
        List.of(file("a.gz", zeros), file("b.gz", zeros), file("c.bin", new byte[4 * LENGTH]));
    Scan enough = Scanner.scan(files, new Budget(2 * LENGTH, MINUTE, () -> 0));
    assertThat(enough.findings()).isEmpty();
    Scan less = Scanner.scan(files, new Budget(2 * LENGTH - 1, MINUTE, () -> 0));
    assertThat(less.findings()).containsExactly(Contents.beyond("b.gz"));
    assertThat(less.digest()).as("all is read").isEqualTo(enough.digest());
  }

  @Test
  void whatIsNotLookedAtInTimeMayHideAnything() throws IOException {
    AtomicLong clock = new AtomicLong();
    byte[] zeros = gzip(new byte[LENGTH]);
    ModelFile slow =
        new ModelFile(
            "b.gz",
            zeros.length,
            Digest.of(zeros),
            () -> {
              clock.addAndGet(MINUTE.toNanos());
              return opened(zeros);
            });
    List<ModelFile> files = List.of(file("a.gz", zeros), slow, file("c.bin", new byte[9]));
    Scan scan = Scanner.scan(files, new Budget(Long.MAX_VALUE, MINUTE, clock::get));
    assertThat(scan.findings()).containsExactly(Contents.beyond("b.gz"), Contents.beyond("c.bin"));
  }

  @Test
  void whoWaitsForOthersIsToldWhenThatTakesTooLong() throws Exception {
    CountDownLatch started = new CountDownLatch(3);
    CountDownLatch gate = new CountDownLatch(1);
    byte[] content = {1};
    ModelFile slow =
        new ModelFile(
            "w.bin",
            1,
            Digest.of(content),
            () -> {
              started.countDown();
              awaited(gate);
              return opened(content);
            });
    try (ExecutorService threads = Executors.newFixedThreadPool(3);
        Closeable _ = gate::countDown) {
      List<Future<Scan>> scans = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        scans.add(threads.submit(() -> Scanner.scan(List.of(slow))));
      }
      started.await();
      assertThatThrownBy(() -> Scanner.scan(List.of(file("a.bin", content)), Duration.ZERO))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE));
      gate.countDown();
      for (Future<Scan> scan : scans) {
        assertThat(scan.get().findings()).isEmpty();
      }
    }
    assertThat(Scanner.scan(List.of(file("a.bin", content)), MINUTE).findings()).isEmpty();
  }

  private static void awaited(CountDownLatch gate) throws IOException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void whoStoresMoreMayTakeMore() throws IOException {
    ModelFile large =
        new ModelFile("w.bin", 1L << 32, Digest.of("w"), InputStream::nullInputStream);
    assertTime(Duration.ofSeconds(60 + 1_024), List.of(large));
    assertTime(MINUTE, List.of());
  }

  private static void assertTime(Duration time, List<ModelFile> files) throws IOException {
    AtomicLong clock = new AtomicLong(-5);
    Budget budget = Budget.of(files, clock::get);
    clock.addAndGet(time.toNanos());
    try (InputStream in = budget.timed(InputStream.nullInputStream())) {
      assertThat(in.read()).isEqualTo(-1);
      clock.incrementAndGet();
      assertThatThrownBy(in::read).isInstanceOf(Budget.TooMuch.class);
    }
  }

  @Test
  void findingsWithoutEndTakeNoMemory() throws IOException {
    byte[] pickles = "cos\nsystem\n.".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
    ModelFile file = file("m.gz", gzip(pickles));
    try (InputStream in = file.opening().open()) {
      List<Finding> findings = Contents.look(file, in, false, Budget.of(List.of(file), () -> 0));
      assertThat(findings).hasSizeLessThan(2_000).contains(Contents.beyond("m.gz"));
    }
  }

  @Test
  void everyStreamIsClosedHoweverTheScanEnds() throws IOException {
    byte[] noise = new byte[5_000];
    Random random = new Random(7);
    random.nextBytes(noise);
    byte[] inner = zip("x.pkl", gzip(noise));
    List<byte[]> all =
        List.of(gzip(tar("in.zip", inner)), zip("in.tar", tar("in.zip", inner)), tar("i", inner));
    List<Long> left = new ArrayList<>();
    for (byte[] whole : all) {
      for (int i = 0; i < 200; i++) {
        byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
        long most = random.nextInt(60_000);
        Scanner.scan(List.of(file("m", cut)), Budget.of(List.of(), () -> 0));
        Scanner.scan(List.of(file("m", whole)), new Budget(most, MINUTE, () -> 0));
        left.add(open.get());
      }
    }
    assertThat(left).containsOnly(0L);
  }
}
