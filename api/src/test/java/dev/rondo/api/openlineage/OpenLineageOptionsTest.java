package dev.rondo.api.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenLineageOptionsTest {
  private static OpenLineageOptions of(String name, String value) {
    return OpenLineageOptions.of(Map.of("RONDO_OPENLINEAGE_" + name, value, "OTHER", "x"));
  }

  @Test
  void theEnvironmentSaysWhereEventsGo() {
    assertThat(OpenLineageOptions.of(Map.of("RONDO_OPENLINEAGE_URL", "")))
        .isEqualTo(OpenLineageOptions.NONE);
    OpenLineageOptions both =
        OpenLineageOptions.of(
            Map.of(
                "RONDO_OPENLINEAGE_URL", "https://lineage.test:5000",
                "RONDO_OPENLINEAGE_API_KEY", "hush",
                "RONDO_OPENLINEAGE_FILE", "/var/events.ndjson",
                "RONDO_OPENLINEAGE_NAMESPACE", "rondo://staging"));
    assertThat(both.url()).contains(URI.create("https://lineage.test:5000/api/v1/lineage"));
    assertThat(both.file()).contains(Path.of("/var/events.ndjson"));
    assertThat(both.namespace()).isEqualTo("rondo://staging");
    assertThat(both.key()).map(ApiKey::value).contains("hush");
    assertThat(both.toString()).doesNotContain("hush");
    assertThat(of("URL", "http://lineage.test/own/path").url())
        .contains(URI.create("http://lineage.test/own/path"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lineage.test:5000",
        "ftp://lineage.test",
        "https://me:hush@lineage.test",
        "https://lineage.test/?key=hush",
        "https:///x",
        "https://a b hush"
      })
  void anAddressHasNoSecretAndIsOfTheWeb(String url) {
    assertThatThrownBy(() -> of("URL", url))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("RONDO_OPENLINEAGE_URL")
        .hasMessageNotContaining("hush");
  }

  @Test
  void whatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> of("URI", "x")).hasMessageContaining("[RONDO_OPENLINEAGE_URI]");
    assertThatThrownBy(() -> of("NAMESPACE", "no spaces")).hasMessageContaining("rondo://staging");
    assertThatThrownBy(() -> of("API_KEY", "hush\n"))
        .hasMessageContaining("printable")
        .hasMessageNotContaining("hush");
  }

  @Test
  void triesBecomeSeldomer() {
    Pace pace = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(10));
    assertThat(pace.after(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.after(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(pace.after(1_000_000)).isEqualTo(Duration.ofSeconds(10));
  }
}
