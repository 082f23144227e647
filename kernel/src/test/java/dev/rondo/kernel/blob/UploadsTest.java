package dev.rondo.kernel.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
  private static final int MANY = 300;
  private static final String ID = "0123456789abcdef".repeat(2);
  private static final String OTHER = "fedcba9876543210".repeat(2);

  @TempDir Path folder;
  private Uploads uploads;
  private BlobStore blobs;

  @BeforeEach
  void open() {
    blobs = new BlobStore(folder.resolve("blobs"));
    uploads = new Uploads(folder.resolve("uploads"), blobs);
    uploads.begin(ID, "whose it is");
  }

  private static InputStream content(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void partsOfAnyOrderBecomeOneBlob() {
    Uploads.Part second = uploads.put(ID, 2, content("world"));
    Uploads.Part first = uploads.put(ID, 1, content("hello "));
    Blob blob = uploads.join(ID, List.of(first, second));
    assertThat(blobs.load(blob.digest())).asString(StandardCharsets.UTF_8).isEqualTo("hello world");
    assertThat(uploads.note(ID)).isEqualTo("whose it is");
  }

  @Test
  void aPartThatBreaksOffLeavesNothing() throws IOException {
    InputStream broken =
        new InputStream() {
          private int left = 100_000;

          @Override
          public int read() throws IOException {
            if (left == 0) {
              throw new IOException("The connection is gone.");
            }
            left--;
            return 'x';
          }
        };
    assertThatThrownBy(() -> uploads.put(ID, 1, broken)).isInstanceOf(Problem.class);
    try (Stream<Path> files = Files.list(folder.resolve("uploads").resolve(ID))) {
      assertThat(files).as("the note alone").hasSize(1);
    }
  }

  @Test
  void whatNobodyGoesOnWithIsForgottenAfterADay() {
    uploads.put(ID, 1, content("left behind"));
    uploads.sweep(Instant.now().plus(Duration.ofHours(23)));
    assertThat(uploads.note(ID)).isEqualTo("whose it is");
    uploads.begin(OTHER, "somebody else's");
    uploads.sweep(Instant.now().plus(Duration.ofHours(25)));
    assertThat(folder.resolve("uploads")).isEmptyDirectory();
    assertThatThrownBy(() -> uploads.note(ID)).isInstanceOf(Problem.class);
  }

  private static String id(int number) {
    return "%032x".formatted(number);
  }

  @Test
  void anUploadThatEndsWhileAbandonedOnesAreSweptIsPassedOver() throws Exception {
    uploads.end(ID);
    for (int i = 0; i < MANY; i++) {
      uploads.begin(id(i), "note");
      uploads.put(id(i), 1, new ByteArrayInputStream(new byte[] {1}));
    }
    Instant later = Instant.now().plus(Duration.ofDays(2));
    Callable<Boolean> sweep =
        () -> {
          uploads.sweep(later);
          return true;
        };
    Callable<Boolean> end =
        () -> {
          IntStream.range(0, MANY).forEach(i -> uploads.end(id(MANY - 1 - i)));
          return true;
        };
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var one : all.invokeAll(List.of(sweep, sweep, end))) {
        assertThatCode(one::get).doesNotThrowAnyException();
      }
    }
    assertThat(left()).isZero();
  }

  private long left() throws IOException {
    try (Stream<Path> left = Files.list(folder.resolve("uploads"))) {
      return left.count();
    }
  }
}
