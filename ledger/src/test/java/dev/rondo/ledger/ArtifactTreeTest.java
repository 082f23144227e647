package dev.rondo.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.ForAll;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactTreeTest {
  private static final Caller ALL = Callers.ALL;
  private static final Blob BLOB = new Blob(Digest.of("x"), 1);
  private static final List<String> NAMES =
      List.of("a", "a.b", "a-", "a0", "b", "ü", "😀", "\uE000");

  @TempDir Path folder;
  private TestLedger home;
  private Ledger ledger;

  @BeforeEach
  void open() {
    home = new TestLedger(folder);
    ledger = home.ledger;
  }

  @AfterEach
  void close() {
    home.close();
  }

  private ArtifactRoot run() {
    return ArtifactRoot.of(ledger.start(ALL, RunStart.of("task", "a")).id());
  }

  @Test
  void aFolderHoldsWhatStandsRightInIt() {
    ForAll.forAll(
        40,
        ArtifactTreeTest::paths,
        paths -> {
          ArtifactRoot root = run();
          List<String> kept = new ArrayList<>();
          for (String path : paths) {
            try {
              ledger.files().put(ALL, root, path, BLOB);
              kept.add(path);
            } catch (Problem e) {
              assertThat(e.text()).containsAnyOf("is a folder already", "is a file already");
            }
          }
          for (String at : List.of("", "a", "b", "a/b")) {
            String prefix = at.isEmpty() ? "" : at + "/";
            assertThat(ledger.files().list(ALL, root, at))
                .extracting(ArtifactEntry::name)
                .containsExactlyInAnyOrderElementsOf(
                    kept.stream()
                        .filter(path -> path.startsWith(prefix))
                        .map(path -> path.substring(prefix.length()).split("/", -1)[0])
                        .collect(Collectors.toCollection(TreeSet::new)));
          }
        });
  }

  private static List<String> paths(Random random) {
    return IntStream.range(0, 12)
        .mapToObj(_ ->
            IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(_ -> NAMES.get(random.nextInt(NAMES.size())))
                .collect(Collectors.joining("/")))
        .toList();
  }

  @Test
  void aLargeFolderBelowIsOneEntry() {
    ArtifactRoot root = run();
    IntStream.range(0, 2_500)
        .forEach(i -> ledger.files().put(ALL, root, "checkpoints/%04d/weights".formatted(i), BLOB));
    ledger.files().put(ALL, root, "z", BLOB);
    assertThat(ledger.files().list(ALL, root, ""))
        .extracting(ArtifactEntry::path)
        .containsExactly("checkpoints", "z");
    assertThat(ledger.files().list(ALL, root, "checkpoints")).hasSize(2_500);
  }

  @Test
  void deletingAFolderLeavesItsNeighbours() {
    ArtifactRoot root = run();
    List.of("a/x", "a/y/z", "a.b", "a0", "ab/x")
        .forEach(p -> ledger.files().put(ALL, root, p, BLOB));
    ledger.files().delete(ALL, root, "a");
    assertThat(ledger.files().list(ALL, root, ""))
        .extracting(ArtifactEntry::path)
        .containsExactly("a.b", "a0", "ab");
  }

  @Test
  void nobodySeesTheFilesOfAnotherProject() {
    ArtifactRoot root = run();
    ledger.files().put(ALL, root, "a", BLOB);
    Caller other = Caller.platform("test", new ProjectName("other"));
    assertThat(ledger.files().find(other, root, "a")).isEmpty();
    assertThatThrownBy(() -> ledger.files().put(other, root, "b", BLOB))
        .hasMessageContaining("not found");
    assertThatThrownBy(() -> ledger.files().list(other, root, ""))
        .hasMessageContaining("not found");
  }
}
