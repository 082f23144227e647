package dev.rondo.cli.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactPlacesTest {
  private static final String RUN = "/2/" + "a".repeat(32) + "/artifacts";

  @TempDir Path root;

  private List<ArtifactFolder.File> files(String address) {
    return new ArtifactPlaces(List.of(root), Optional.empty())
        .find(address)
        .files(new ImportReport());
  }

  @Test
  void findsTheFilesOfARun() throws IOException {
    Path folder = Files.createDirectories(root.resolve("2/" + "a".repeat(32) + "/artifacts"));
    Files.writeString(folder.resolve("a.txt"), "x");
    assertThat(files("mlflow-artifacts:" + RUN))
        .extracting(ArtifactFolder.File::path)
        .containsExactly("a.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlflow-artifacts:", "mlflow-artifacts://host:5000", "file:///elsewhere"})
  void anExperimentThatNeverLoggedAFileHasNone(String start) throws IOException {
    assertThat(files(start + RUN)).isEmpty();
    Files.createDirectories(root.resolve("1/" + "b".repeat(32)));
    assertThat(files(start + RUN)).isEmpty();
  }

  @Test
  void aFolderWithoutExperimentsIsNotTheOneThatIsMeant() throws IOException {
    Files.createDirectories(root.resolve("letters/old"));
    assertThatThrownBy(() -> files("mlflow-artifacts:" + RUN))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("--artifacts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mlflow-artifacts:/../2/x", "file:///2/../../etc/x", "/2/%2e%2e/../../x/y"})
  void noAddressLeadsOutOfTheFolders(String address) throws IOException {
    Path inside = Files.createDirectories(root.resolve("inside"));
    Files.createDirectories(inside.resolve("1"));
    Files.writeString(Files.createDirectories(root.resolve("x")).resolve("secret"), "x");
    Optional<Path> found = folder(inside, address);
    assertThat(found.filter(place -> !place.normalize().startsWith(inside))).isEmpty();
  }

  private static Optional<Path> folder(Path root, String address) {
    try {
      var places = new ArtifactPlaces(List.of(root), Optional.empty());
      return places.find(address) instanceof LocalFolder found
          ? Optional.of(found.folder())
          : Optional.empty();
    } catch (Problem e) {
      return Optional.empty();
    }
  }
}
