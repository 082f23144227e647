package dev.rondo.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
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
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.profile.ProfileOptions;
import dev.rondo.quality.profile.Profiler;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocsFolderTest {
  private static final String HOSTILE = "<script>alert('x')</script>\"onload=";
  private static final EventTime START = EventTime.parse("2018-01-01");
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#]+)(#[^\"]*)?\"");

  @TempDir Path site;
  @TempDir Path scratch;

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
    assertThat(docs("trips").total().checks()).isEqualTo(24);
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

  /// A person's age, as it was found when nobody had said that it is personal.
  private static QualityRecord age(int number) {
    EventTime at = START.plus(Duration.ofDays(number));
    List<RuleResult> rules =
        List.of(
            age("range", "age", false, "", "77771"),
            age("mean", "age", true, "Found 77772.", ""),
            age("row", "", false, "", "age=77773, city=Bern"));
    return new QualityRecord(
        "%032x".formatted(number),
        HandOver.INGEST,
        "people",
        "day " + number,
        at,
        at.value(),
        new QualityResult("people", "1", "people.csv", 10, 10, 0, 0, rules));
  }

  private static RuleResult age(
      String id, String column, boolean wholeTable, String observed, String sample) {
    return new RuleResult(
        id,
        "It is good.",
        Severity.WARNING,
        wholeTable,
        1,
        false,
        observed,
        sample.isEmpty() ? List.of() : List.of(sample),
        OptionalDouble.of(wholeTable ? 77774 : 1),
        new RuleAbout("", column.isEmpty() ? List.of() : List.of(column), ""));
  }

  private List<Path> filesWith(String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(site)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file).contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private void addPeople() throws IOException {
    List<QualityRecord> records = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      records.add(age(i));
    }
    new DocsFolder(site).add(DocsUpdate.of("people").with(profile()).with(records));
    for (String value : List.of("77771", "77772", "77773", "77774", "77775")) {
      assertThat(filesWith(value)).isNotEmpty();
    }
  }

  private Profile profile() {
    try (SqlSession session = new SqlEngine(1_000, 2, scratch).open(List.of())) {
      session.execute("CREATE TABLE people AS SELECT 77775 AS age, 'Bern' AS city FROM range(50)");
      return Profiler.profile(session, "people", ProfileOptions.standard());
    }
  }

  @Test
  void whatWasWrittenBeforeAColumnWasHiddenIsMaskedThen() throws IOException {
    addPeople();
    new DocsFolder(site).add(DocsUpdate.of("people").masking(Set.of("age")));
    assertThat(filesWith("7777")).isEmpty();
    requireWhole();
    assertThat(site.resolve("data/people/results/%032x.html".formatted(3)))
        .content()
        .contains("*****", "It is good.");
  }

  @Test
  void maskingThatIsCutShortIsEndedByWhoeverComesNext() throws IOException {
    addPeople();
    Path page = site.resolve("data/people/results/%032x.zh.html".formatted(35));
    Files.delete(page);
    Path obstacle = Files.createDirectories(page.resolve("in the way")).getParent();
    DocsUpdate hidden = DocsUpdate.of("people").masking(Set.of("age"));
    assertThatThrownBy(() -> new DocsFolder(site).add(hidden)).isInstanceOf(Problem.class);
    assertThat(filesWith("7777")).isNotEmpty();
    Files.delete(obstacle.resolve("in the way"));
    Files.delete(obstacle);
    new DocsFolder(site).add(update("trips", 0, 1));
    assertThat(filesWith("7777")).isEmpty();
    requireWhole();
  }

  private DatasetDocs docs(String dataset) {
    return new DocsFiles(site)
        .read("data/" + dataset + "/dataset.json", DatasetDocs.class)
        .orElseThrow();
  }

  @Test
  void theSameResultAgainTakesItsPlaceHoweverOldItIs() throws IOException {
    DocsFolder folder = new DocsFolder(site);
    folder.add(update("trips", 0, 450));
    folder.add(update("trips", 440, 450));
    folder.add(update("trips", 3, 5));
    folder.add(update("trips", 449, 451));
    assertThat(docs("trips").total().checks()).isEqualTo(451);
    assertThat(docs("trips").days().values()).allMatch(day -> day.checks() == 1);
    folder.add(
        DocsUpdate.of("trips").with(List.of(record("trips", 8, "grown"), record("trips", 9, ""))));
    assertThat(docs("trips").total().checks()).isEqualTo(451);
    Path home = site.resolve("data/trips");
    assertThat(home.resolve("history-1.jsonl"))
        .content()
        .hasLineCount(200)
        .containsOnlyOnce("grown 8");
    assertThat(home.resolve("history-1.html")).content().contains("grown 8");
    assertThat(home.resolve("history-3.jsonl")).content().hasLineCount(51);
    assertThat(home.resolve("results/%032x.html".formatted(8))).content().contains("grown 8");
    requireWhole();
  }

  @Test
  void aResultWhoseWriterWasKilledCountsOnce() throws IOException {
    DocsFolder folder = new DocsFolder(site);
    folder.add(update("trips", 0, 3));
    Path page = site.resolve("data/trips/checks.html");
    Files.delete(page);
    Files.createDirectories(page.resolve("in the way"));
    assertThatThrownBy(() -> folder.add(update("trips", 3, 4))).isInstanceOf(Problem.class);
    Files.delete(page.resolve("in the way"));
    Files.delete(page);
    folder.add(update("trips", 3, 4));
    assertThat(docs("trips").total().checks()).isEqualTo(4);
    assertThat(site.resolve("data/trips/history-1.jsonl")).content().hasLineCount(4);
    requireWhole();
  }

  @Test
  @Timeout(60)
  void whoWritesElsewhereDoesNotWait() {
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      new DocsFiles(site.resolve("here"))
          .alone(() ->
              CompletableFuture.runAsync(
                      () -> new DocsFolder(site.resolve("there")).add(update("trips", 0, 1)), other)
                  .join());
    }
  }

  @Test
  void pagesOfAnOlderBuildAreNotMixedWithThese() throws IOException {
    Path file = site.resolve("data/trips/dataset.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"name": "trips", "rules": [], "batches": [], "hidden": [],
         "lineage": {"nodes": [], "edges": [], "isComplete": true},
         "days": {"2018-01-01": {"checks": 1, "read": 10, "worst": "KEPT"}}}
        """);
    assertThatThrownBy(() -> new DocsFolder(site).add(update("trips", 0, 1)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("dataset.json")
        .hasMessageContaining("An older build wrote these pages");
  }

  @Test
  void aFileThatIsNotOursIsNamed() throws IOException {
    Files.writeString(site.resolve("docs.json"), "[1");
    assertThatThrownBy(() -> new DocsFolder(site).add(update("trips", 0, 1)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("docs.json");
  }
}
