package dev.rondo.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleAbout;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import dev.rondo.quality.docs.DatasetDocs;
import dev.rondo.quality.docs.LineageDocs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocsFolderTest {
  private static final String HOSTILE = "<script>alert('x')</script>\"onload=";
  private static final EventTime START = EventTime.parse("2018-01-01");
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#]+)(#[^\"]*)?\"");

  @TempDir Path site;

  private static QualityRecord record(String dataset, int number, String text) {
    EventTime at = START.plus(Duration.ofDays(number));
    RuleResult rule =
        new RuleResult(
            "rule " + text,
            "Every 'x' is good. " + text,
            Severity.ERROR,
            false,
            number % 2,
            number % 2 == 0,
            text,
            number % 2 == 0 ? List.of() : List.of(text),
            OptionalDouble.of(number % 2),
            new RuleAbout("每个“x”都好。" + text, List.of("x" + text), "conformity"));
    return new QualityRecord(
        "%032x".formatted(number),
        HandOver.INGEST,
        dataset,
        text + " " + number,
        at,
        at.value(),
        new QualityResult("judge" + text, "1", text, 10, 10, 0, 0, List.of(rule)));
  }

  private DocsUpdate update(String dataset, int from, int to) {
    List<QualityRecord> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      records.add(record(dataset, i, ""));
    }
    return DocsUpdate.of(dataset).with(records);
  }

  private List<Path> pages() throws IOException {
    try (Stream<Path> all = Files.walk(site)) {
      return all.filter(file -> file.toString().endsWith(".html")).toList();
    }
  }

  /// Every link leads to a file in the folder, and nothing to the network.
  private void requireWhole() throws IOException {
    Path root = site.toRealPath();
    for (Path page : pages()) {
      Matcher links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        Path target = page.toRealPath().resolveSibling(links.group(1)).normalize();
        assertThat(target).as(page + ": " + links.group(1)).startsWith(root).isRegularFile();
      }
    }
  }

  @Test
  void everyPageComesInBothLanguagesAndLinksStayInTheFolder() throws IOException {
    new DocsFolder(site)
        .add(
            update("trips", 0, 3)
                .with(
                    new LineageDocs(
                        List.of(new LineageDocs.Node("a", "snapshot", "trips", "", "/data")),
                        List.of(),
                        true)));
    requireWhole();
    assertThat(pages())
        .filteredOn(page -> page.toString().endsWith(".zh.html"))
        .hasSize(pages().size() / 2);
    assertThat(site.resolve("data/trips/checks.html"))
        .content()
        .contains("Every 'x' is good.", "lang=\"en\"");
    assertThat(site.resolve("data/trips/checks.zh.html"))
        .content()
        .contains("每个“x”都好。", "lang=\"zh\"");
    for (Path page : pages()) {
      assertThat(page).content().doesNotContain("http://", "https://", "<script");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "../../etc", "a/b", "出租车", "Trips", "con", "\"quoted' name\"", "C:\\x", "."})
  void anyNameBecomesASafeFolder(String name) throws IOException {
    new DocsFolder(site).add(update(name, 0, 2));
    requireWhole();
    try (Stream<Path> all = Files.list(site)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              ".rondo", "data", "docs.json", "index.html", "index.zh.html", "rondo.css");
    }
  }

  @Test
  void namesThatDifferHaveFoldersThatDiffer() {
    Set<String> folders = new HashSet<>();
    for (String name : List.of("trips", "Trips", "TRIPS", "trips ", "a/b", "a_b", "a\\b")) {
      assertThat(folders.add(FileName.of(name).toLowerCase(java.util.Locale.ROOT))).isTrue();
    }
  }

  @Test
  void hostileTextStaysText() throws IOException {
    DocsFolder folder = new DocsFolder(site);
    folder.add(DocsUpdate.of(HOSTILE).with(List.of(record(HOSTILE, 1, HOSTILE))));
    requireWhole();
    for (Path page : pages()) {
      assertThat(page).content().contains("alert(").doesNotContain("<script>");
    }
  }

  @Test
  void manyResultsAreOnPagesOfTwoHundred() throws IOException {
    DocsFolder folder = new DocsFolder(site);
    folder.add(update("trips", 0, 399));
    folder.add(update("trips", 399, 400));
    folder.add(update("trips", 400, 401));
    requireWhole();
    Path home = site.resolve("data/trips");
    assertThat(home.resolve("history-1.jsonl")).content().hasLineCount(200);
    assertThat(home.resolve("history-2.jsonl")).content().hasLineCount(200);
    assertThat(home.resolve("history-3.jsonl")).content().hasLineCount(1);
    assertThat(home.resolve("history-2.html")).content().contains("history-3.html", "history-1");
    assertThat(home.resolve("history.html")).content().contains("history-3.html");
  }

  @Test
  void anAddedResultChangesFewFiles() throws IOException {
    DocsFolder folder = new DocsFolder(site);
    folder.add(update("trips", 0, 300));
    Set<Path> before = new HashSet<>(pages());
    Path old = site.resolve("data/trips/results/%032x.html".formatted(7));
    Object stamp = Files.readAttributes(old, "fileKey").get("fileKey");
    folder.add(update("trips", 300, 301));
    List<Path> added = new ArrayList<>(pages());
    added.removeAll(before);
    assertThat(added).hasSize(2);
    assertThat(Files.readAttributes(old, "fileKey").get("fileKey")).isEqualTo(stamp);
  }

  @Test
  void writersAtOnceLoseNothing() throws InterruptedException, ExecutionException {
    List<Callable<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      int number = i;
      writers.add(() -> {
        new DocsFolder(site).add(update("trips", number, number + 1));
        return null;
      });
    }
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done : all.invokeAll(writers)) {
        done.get();
      }
    }
    DatasetDocs docs =
        new DocsFiles(site).read("data/trips/dataset.json", DatasetDocs.class).orElseThrow();
    assertThat(docs.total().checks()).isEqualTo(24);
  }

  @Test
  void whatAKilledWriterLeftIsSweptAndHarmsNothing() throws IOException {
    DocsFolder folder = new DocsFolder(site);
    folder.add(update("trips", 0, 2));
    Path left = Files.writeString(site.resolve(".rondo/page1.new"), "<html>");
    folder.add(update("trips", 2, 3));
    assertThat(left).doesNotExist();
    requireWhole();
  }

  @Test
  void valuesOfHiddenColumnsStandNowhereInTheFolder() throws IOException {
    new DocsFolder(site)
        .add(
            DocsUpdate.of("people")
                .masking(Set.of("xsecret9"))
                .with(List.of(record("people", 1, "secret9"))));
    assertThat(site.resolve("data/people/checks.html")).content().contains("<code>*******</code>");
  }

  @Test
  void aFileThatIsNotOursIsNamed() throws IOException {
    Files.writeString(site.resolve("docs.json"), "[1");
    assertThatThrownBy(() -> new DocsFolder(site).add(update("trips", 0, 1)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("docs.json");
  }
}
