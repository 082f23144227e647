package dev.rondo.kernel.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.blob.BlobCollector.Garbage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobCollectorTest {
  private static final Instant NOW = Instant.parse("2030-01-10T00:00:00Z");

  @TempDir Path folder;
  private BlobStore store;

  @BeforeEach
  void open() {
    store = new BlobStore(folder);
  }

  private Digest put(String content, Duration age) throws IOException {
    Digest digest = store.put(content.getBytes(UTF_8)).digest();
    Files.setLastModifiedTime(store.existing(digest), FileTime.from(NOW.minus(age)));
    return digest;
  }

  private BlobCollector collector(Digest... owned) {
    BlobOwner owner =
        prefix ->
            Set.of(owned).stream()
                .filter(digest -> digest.value().charAt(0) == prefix)
                .collect(Collectors.toSet());
    return new BlobCollector(store, List.of(_ -> Set.of(), owner), InstantSource.fixed(NOW));
  }

  @Test
  void removesWhatIsOldAndNothingPointsAt() throws Exception {
    Digest owned = put("owned", Duration.ofDays(400));
    Digest fresh = put("fresh", Duration.ofHours(23));
    Digest unused = put("unused", Duration.ofHours(25));
    BlobCollector collector = collector(owned);
    assertThat(collector.find()).isEqualTo(new Garbage(3, 16, 1, 6));
    assertThat(store.contains(unused)).isTrue();
    assertThat(collector.remove()).isEqualTo(new Garbage(3, 16, 1, 6));
    assertThat(store.contains(unused)).isFalse();
    assertThat(store.contains(owned) && store.contains(fresh)).isTrue();
    assertThat(collector.remove()).isEqualTo(new Garbage(2, 10, 0, 0));
  }

  @Test
  void whatIsPutAgainIsNewAgain() throws Exception {
    Digest digest = put("x", Duration.ofDays(3));
    Files.setLastModifiedTime(folder, FileTime.from(NOW));
    store.put("x".getBytes(UTF_8));
    Instant now = Files.getLastModifiedTime(store.existing(digest)).toInstant();
    assertThat(store.removeIfOlder(digest, now)).isFalse();
    assertThat(store.contains(digest)).isTrue();
  }

  @Test
  void sweepsWhatIsLeftOfUploadsThatBrokeOff() throws Exception {
    Path old = Files.writeString(folder.resolve("incoming/1.part"), "x");
    Path fresh = Files.writeString(folder.resolve("incoming/2.part"), "x");
    Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofDays(2))));
    Files.setLastModifiedTime(fresh, FileTime.from(NOW));
    collector().remove();
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }
}
