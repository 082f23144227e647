package dev.rondo.kernel.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
  private static final int MANY = 300;

  @TempDir Path folder;

  private static String id(int number) {
    return "%032x".formatted(number);
  }

  @Test
  void anUploadThatEndsWhileAbandonedOnesAreSweptIsPassedOver() throws Exception {
    Uploads uploads =
        new Uploads(folder.resolve("uploads"), new BlobStore(folder.resolve("blobs")));
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
