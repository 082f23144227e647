package dev.rondo.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.testing.ForAll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionLogTest {
  private static final LogSchema SCHEMA = new LogSchema("m", List.of("a", "b"));
  private static final long DAY = 86_400_000;

  @TempDir Path folder;

  private static LogRecord record(int i, long eventMillis) {
    return new LogRecord("id-" + i, eventMillis, 1, new float[] {i, -i}, i * 0.5f, 1_000 + i);
  }

  private static PredictionBlock all(PredictionLog log) {
    return log.read(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatACrashToreIsCutAndTheRestStays() throws IOException {
    PredictionLog log = PredictionLog.open(folder.resolve("whole"));
    for (int i = 0; i < 20; i++) {
      log.append(SCHEMA, record(i, i));
    }
    log.write();
    byte[] whole = Files.readAllBytes(files(folder.resolve("whole")).getFirst());
    int size = Segment.size(record(1, 0), new byte["id-1".length()]);
    ForAll.forAll(
        60,
        random -> random.nextInt(whole.length),
        length -> {
          Path torn = folder.resolve("torn-" + length);
          try {
            Files.createDirectories(torn);
            Files.write(torn.resolve("0000000001.open"), java.util.Arrays.copyOf(whole, length));
            PredictionBlock block = all(PredictionLog.open(torn));
            assertThat(block.rows())
                .isGreaterThanOrEqualTo(Math.min(20, (length - 100) / (size + 1)));
            for (int i = 0; i < block.rows(); i++) {
              assertThat(block.requestIds()[i]).isEqualTo("id-" + i);
              assertThat(block.columns()[1][i]).isEqualTo(-i);
            }
            assertThat(files(torn)).noneMatch(file -> file.toString().endsWith(".open"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void aChangedByteEndsTheSegmentThere() throws IOException {
    PredictionLog log = PredictionLog.open(folder);
    for (int i = 0; i < 10; i++) {
      log.append(SCHEMA, record(i, i));
    }
    log.write();
    Path file = files(folder).getFirst();
    byte[] content = Files.readAllBytes(file);
    content[content.length - 60] ^= 1;
    Files.write(file, content);
    PredictionLog again = PredictionLog.open(folder);
    assertThat(all(again).rows()).isBetween(7, 9);
    again.append(SCHEMA, record(99, 99));
    assertThat(all(again).requestIds()).endsWith("id-99");
  }

  @Test
  void aSearchEndsAtADamagedAnswerOfTheRequest() throws IOException {
    PredictionLog log = PredictionLog.open(folder);
    for (int i = 0; i < 10; i++) {
      log.append(SCHEMA, record(i, i));
    }
    log.close();
    Path file = files(folder).getFirst();
    byte[] content = Files.readAllBytes(file);
    content[content.length - 5] ^= 1;
    Files.write(file, content);
    PredictionLog again = PredictionLog.open(folder);
    assertThat(PredictionSearch.search(again, "e", "id-8")).isPresent();
    assertThat(PredictionSearch.search(again, "e", "id-9")).isEmpty();
  }

  @Test
  void otherColumnsBeginANewSegmentAndMissingOnesAreNaN() throws IOException {
    PredictionLog log = PredictionLog.open(folder);
    log.append(SCHEMA, record(1, 1));
    log.append(
        new LogSchema("m", List.of("b", "c")),
        new LogRecord("id-2", 2, 2, new float[] {7, 8}, 0, 0));
    PredictionBlock block = all(log);
    assertThat(block.features()).containsExactly("a", "b", "c");
    assertThat(block.columns()[0]).containsExactly(1, Float.NaN);
    assertThat(block.columns()[1]).containsExactly(-1, 7);
    assertThat(block.columns()[2]).containsExactly(Float.NaN, 8);
    assertThat(block.versions()).containsExactly(1, 2);
    log.close();
    assertThat(files(folder)).hasSize(2);
  }

  @Test
  void aNewDayBeginsASegmentOnceTheOldOneIsWorthIt() throws IOException {
    PredictionLog log = PredictionLog.open(folder);
    for (int day = 0; day < 5; day++) {
      for (int i = 0; i < 6_000; i++) {
        log.append(SCHEMA, record(i, day * DAY + i));
      }
    }
    log.close();
    PredictionLog again = PredictionLog.open(folder);
    assertThat(files(folder)).hasSize(5);
    assertThat(again.read(DAY, 2 * DAY).rows()).isEqualTo(6_000);
    assertThat(again.read(DAY + 10, DAY + 20).rows()).isEqualTo(10);
    assertThat(again.prune(2 * DAY)).isEqualTo(12_000);
    assertThat(all(again).rows()).isEqualTo(18_000);
    assertThat(files(folder)).hasSize(3);
  }

  @Test
  void theLastAnswerToARequestIsFoundInWhicheverSegment() throws IOException {
    PredictionLog log = PredictionLog.open(folder);
    LogSchema other = new LogSchema("n", List.of("a", "b"));
    log.append(SCHEMA, record(1, 10));
    log.append(SCHEMA, record(2, 20));
    log.append(other, record(1, 30));
    log.append(other, new LogRecord("id-1", 25, 7, new float[] {5, Float.NaN}, 8, 9));
    log.append(SCHEMA, record(3, 40));
    assertThat(PredictionSearch.search(log, "e", "id-1"))
        .hasValueSatisfying(last -> {
          assertThat(last.prediction().model()).isEqualTo(new ModelRef("n", 7));
          assertThat(last.prediction().value()).isEqualTo(8);
          assertThat(last.features()).isEqualTo(Map.of("a", 5f, "b", Float.NaN));
        });
    assertThat(PredictionSearch.search(log, "e", "id-2"))
        .map(only -> only.prediction().model())
        .hasValue(new ModelRef("m", 1));
    assertThat(PredictionSearch.search(log, "e", "id-3")).isPresent();
    assertThat(PredictionSearch.search(log, "e", "id-4")).isEmpty();
  }

  @Test
  void anAnswerIsFoundAmongManySegmentsAsIfAllWereReadThrough() throws IOException {
    ForAll.forAll(
        20,
        random -> {
          List<LogRecord> records = new ArrayList<>();
          for (int i = 0; i < 300; i++) {
            String id = "é".repeat(random.nextInt(3)) + random.nextInt(200);
            records.add(
                new LogRecord(id, i, i, new float[] {random.nextInt(), i}, random.nextFloat(), i));
          }
          return records;
        },
        records -> {
          try {
            Path home = Files.createTempDirectory(folder, "log");
            PredictionLog log = PredictionLog.open(home);
            Map<String, Integer> last = new HashMap<>();
            for (LogRecord record : records) {
              boolean isOther = record.version() / 50 % 2 == 1;
              log.append(isOther ? new LogSchema("n", List.of("c", "d")) : SCHEMA, record);
              last.put(record.requestId(), record.version());
            }
            for (int i = 0; i < 2; i++) {
              assertFound(log, last);
              log.close();
              log = PredictionLog.open(home);
            }
            assertThat(files(home)).filteredOn(isIndex()).hasSize(6);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void assertFound(PredictionLog log, Map<String, Integer> versions) {
    versions.forEach((id, version) ->
        assertThat(PredictionSearch.search(log, "e", id))
            .map(found -> found.prediction().model().version())
            .hasValue(version));
    assertThat(PredictionSearch.search(log, "e", "nobody")).isEmpty();
  }

  private static Predicate<Path> isIndex() {
    return file -> file.toString().endsWith(".ids");
  }

  @Test
  void idsOfTheSameChecksumAreToldApart() throws IOException {
    Map<Long, String> seen = new HashMap<>();
    Optional<List<String>> twins = Optional.empty();
    for (int i = 0; twins.isEmpty(); i++) {
      String id = "id-" + i;
      CRC32C crc = new CRC32C();
      crc.update(id.getBytes(StandardCharsets.UTF_8));
      twins = Optional.ofNullable(seen.put(crc.getValue(), id)).map(other -> List.of(other, id));
    }
    PredictionLog log = PredictionLog.open(folder);
    for (int i = 0; i < 2; i++) {
      log.append(SCHEMA, new LogRecord(twins.get().get(i), i, i, new float[2], 0, 0));
    }
    log.close();
    assertFound(PredictionLog.open(folder), Map.of(twins.get().get(0), 0, twins.get().get(1), 1));
  }

  @Test
  void aMissingOrTornIndexIsMadeAgain() throws IOException {
    PredictionLog log = PredictionLog.open(folder);
    for (int i = 0; i < 10; i++) {
      log.append(SCHEMA, record(i, i));
    }
    log.close();
    Map<String, Integer> last = Map.of("id-0", 1, "id-9", 1);
    PredictionLog again = PredictionLog.open(folder);
    assertFound(again, last);
    Path index = files(folder).stream().filter(isIndex()).findFirst().orElseThrow();
    byte[] whole = Files.readAllBytes(index);
    Files.write(index, Arrays.copyOf(whole, whole.length / 2));
    assertFound(again, last);
    assertThat(index).hasBinaryContent(whole);
    Files.write(index, new byte[whole.length]);
    assertFound(again, last);
    assertThat(index).hasBinaryContent(whole);
    Files.delete(index);
    assertFound(again, last);
    assertThat(index).hasBinaryContent(whole);
  }

  @Test
  void anIndexGoesWithItsSegment() throws IOException {
    PredictionLog log = PredictionLog.open(folder);
    log.append(SCHEMA, record(1, DAY));
    log.append(new LogSchema("n", List.of("a", "b")), record(2, 3 * DAY));
    log.close();
    PredictionLog again = PredictionLog.open(folder);
    assertFound(again, Map.of("id-1", 1, "id-2", 1));
    assertThat(again.prune(2 * DAY)).isEqualTo(1);
    assertThat(files(folder)).hasSize(2);
    Files.write(folder.resolve("index1.part"), new byte[1]);
    Files.write(folder.resolve("0000000009_1_2_3.log.ids"), new byte[8]);
    assertFound(PredictionLog.open(folder), Map.of("id-2", 1));
    assertThat(files(folder)).hasSize(2);
  }

  @Test
  void lateEventsStayReadable() throws IOException {
    PredictionLog log = PredictionLog.open(folder);
    log.append(SCHEMA, record(1, 10 * DAY));
    log.append(SCHEMA, record(2, -DAY));
    assertThat(log.read(-2 * DAY, 0).requestIds()).containsExactly("id-2");
    log.close();
    assertThat(PredictionLog.open(folder).read(-2 * DAY, 0).requestIds()).containsExactly("id-2");
  }

  @Test
  void theWriterKeepsEverythingThatManyThreadsGive() throws Exception {
    PredictionLog log = PredictionLog.open(folder);
    LogWriter writer = new LogWriter();
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      int from = t * 25_000;
      threads[t] =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = from; i < from + 25_000; i++) {
                  writer.accept(log, SCHEMA, record(i, i));
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    writer.flush();
    assertThat(all(log).rows()).isEqualTo(100_000);
    assertThat(writer.counters().lost()).isZero();
    writer.close();
    log.close();
    assertThat(all(PredictionLog.open(folder)).values()[99_999]).isEqualTo(99_999 * 0.5f);
  }

  @Test
  void whatCannotBeWrittenIsCountedAndTheNextRecordsAreKept() throws IOException {
    PredictionLog log = PredictionLog.open(folder);
    LogWriter writer = new LogWriter();
    writer.accept(log, SCHEMA, record(1, 1));
    LogSchema huge = new LogSchema("m", List.of("x"));
    writer.accept(log, huge, new LogRecord("id", 2, 1, new float[100_000], 0, 0));
    writer.accept(log, SCHEMA, record(3, 3));
    writer.flush();
    assertThat(writer.counters().lost()).isEqualTo(1);
    assertThat(all(log).requestIds()).containsExactly("id-1", "id-3");
    writer.close();
    log.close();
  }
}
