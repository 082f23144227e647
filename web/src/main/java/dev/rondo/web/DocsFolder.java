package dev.rondo.web;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.docs.BatchDocs;
import dev.rondo.quality.docs.DatasetDocs;
import dev.rondo.quality.docs.DatasetSummary;
import dev.rondo.quality.profile.Profile;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A folder of pages about data that needs no server: every page twice, in English and in Chinese.
/// The pages are those of the server. Beside them lie the data they were made of, so that one more
/// result costs as much after ten thousand as after one: it changes its data set's newest pages and
/// the last page of the older ones. Thread-safe, also between processes.
public final class DocsFolder {
  private static final String INDEX = "docs.json";
  private static final String STYLE = "rondo.css";
  private static final int PAGE = 200;

  private final DocsFiles files;
  private final TemplateEngine templates;

  public DocsFolder(Path folder) {
    this.files = new DocsFiles(folder);
    this.templates = Site.templates();
  }

  /// What the overview is made of.
  record Index(String project, List<DatasetSummary> datasets) {
    Index with(String other, DatasetSummary set) {
      List<DatasetSummary> all = new ArrayList<>(datasets);
      all.removeIf(one -> one.name().equals(set.name()));
      all.add(set);
      all.sort(Comparator.comparing(DatasetSummary::name));
      return new Index(other.isEmpty() ? project : other, all);
    }
  }

  /// Adds what is new and writes the pages that it changes.
  ///
  /// @throws dev.rondo.kernel.Problem when the folder cannot be written, or holds other things
  ///   under the same names
  public void add(DocsUpdate update) {
    files.alone(() -> addAlone(update));
  }

  private void addAlone(DocsUpdate update) {
    String home = "data/" + FileName.of(update.dataset()) + "/";
    Index index =
        files.read(INDEX, Index.class).orElseGet(() -> new Index(update.project(), List.of()));
    DatasetDocs before =
        files
            .read(home + "dataset.json", DatasetDocs.class)
            .orElseGet(() -> DatasetDocs.of(update.dataset()));
    DatasetDocs after = described(before, update);
    for (QualityRecord record : update.results()) {
      after = after.plus(record);
      writeResult(home, after, record, index.project());
    }
    List<BatchDocs> added = update.results().stream().map(BatchDocs::of).toList();
    writeOlder(home, update.dataset(), before.total().checks(), added, index.project());
    writeParts(home, before, after, update, index.project());
    files.write(home + "dataset.json", Json.write(after));
    Index next = index.with(update.project(), DatasetSummary.of(after));
    files.write(INDEX, Json.write(next));
    writeStyle();
    DocsPages.All all = new DocsPages.All(next.datasets(), List.of(), List.of());
    page("", "index", "docslist.jte", Words.of(Language.EN).say("data"), next.project(), all);
  }

  private static DatasetDocs described(DatasetDocs before, DocsUpdate update) {
    DatasetDocs docs = before.masking(update.hidden());
    if (update.profile().isPresent()) {
      docs = docs.masking(update.profile().get().personalColumns());
    }
    if (update.contract().isPresent()) {
      docs = docs.with(update.contract().get());
    }
    return update.lineage().isPresent() ? docs.with(update.lineage().get()) : docs;
  }

  private void writeResult(String home, DatasetDocs docs, QualityRecord record, String project) {
    QualityRecord masked =
        new QualityRecord(
            record.id(),
            record.handOver(),
            record.dataset(),
            record.batch(),
            record.eventTime(),
            record.at(),
            record.result().concealed(docs.hidden()));
    files.write(home + "results/" + record.id() + ".json", Json.write(masked));
    page(
        home + "results/",
        record.id(),
        "docsresult.jte",
        docs.name(),
        project,
        new DocsPages.Result(masked));
  }

  /// Every check has a line on a page of two hundred; only the last page changes, and the one
  /// before it when it was full.
  private void writeOlder(
      String home, String dataset, long known, List<BatchDocs> added, String project) {
    int done = 0;
    while (done < added.size()) {
      long at = known + done;
      int number = (int) (at / PAGE) + 1;
      int room = (int) Math.min(PAGE - at % PAGE, added.size() - done);
      // What a killed writer left beyond is written anew.
      List<BatchDocs> batches = batches(home, number);
      batches.subList((int) Math.min(batches.size(), at % PAGE), batches.size()).clear();
      batches.addAll(added.subList(done, done + room));
      files.write(
          home + "history-" + number + ".jsonl",
          String.join("", batches.stream().map(batch -> Json.write(batch) + "\n").toList()));
      done += room;
      boolean isLast = done == added.size();
      writeOlder(home, dataset, number, batches, isLast, project);
      if (at % PAGE == 0 && number > 1) {
        writeOlder(home, dataset, number - 1, batches(home, number - 1), false, project);
      }
    }
  }

  private List<BatchDocs> batches(String home, int number) {
    return new ArrayList<>(
        files
            .read(home + "history-" + number + ".jsonl")
            .orElse("")
            .lines()
            .map(line -> Json.read(line, BatchDocs.class))
            .toList());
  }

  private void writeOlder(
      String home,
      String dataset,
      int number,
      List<BatchDocs> batches,
      boolean isLast,
      String project) {
    DocsPages.Older view =
        new DocsPages.Older(
            dataset,
            batches.reversed(),
            isLast ? Optional.empty() : Optional.of(String.valueOf(number + 1)),
            number == 1 ? Optional.empty() : Optional.of(String.valueOf(number - 1)));
    page(home, "history-" + number, "docsolder.jte", dataset, project, view);
  }

  /// What a result changes; the rest only when it is told anew, or when its head changes.
  private void writeParts(
      String home, DatasetDocs before, DatasetDocs after, DocsUpdate update, String project) {
    boolean isTold =
        update.contract().isPresent()
            || update.profile().isPresent()
            || update.lineage().isPresent();
    boolean isOther =
        before.batches().isEmpty()
            || before.state() != after.state()
            || before.broken().size() != after.broken().size()
            || before.rules().size() != after.rules().size();
    update
        .profile()
        .map(profile -> profile.masked(after.hidden()))
        .ifPresent(profile -> files.write(home + "profile.json", profile.toJson()));
    boolean all = isTold || isOther;
    Optional<Profile> profile =
        all ? files.read(home + "profile.json", Profile.class) : Optional.empty();
    long checks = after.total().checks();
    Optional<String> older =
        checks > after.batches().size()
            ? Optional.of(String.valueOf((checks - 1) / PAGE + 1))
            : Optional.empty();
    DocsPages.View view = new DocsPages.View(after, profile, older, List.of(), 0);
    for (DocsPart part : DocsPart.values()) {
      if (all || part == DocsPart.OVERVIEW || part == DocsPart.CHECKS || part == DocsPart.HISTORY) {
        page(home, part.file(), part.template(), after.name(), project, view);
      }
    }
  }

  private void page(
      String folder, String name, String template, String title, String project, Object view) {
    String root = "../".repeat((int) folder.chars().filter(c -> c == '/').count());
    for (Language language : Language.values()) {
      DocsFrame frame =
          new DocsFrame(
              title,
              language,
              new DocsLinks.OfFolder(language, root, name),
              Optional.empty(),
              project);
      StringOutput text = new StringOutput();
      templates.render(template, Map.of("frame", frame, "view", view), text);
      files.write(folder + name + DocsLinks.OfFolder.ending(language), text.toString());
    }
  }

  private void writeStyle() {
    try (InputStream style = DocsFolder.class.getResourceAsStream("assets/" + STYLE)) {
      String text =
          new String(Objects.requireNonNull(style).readAllBytes(), StandardCharsets.UTF_8);
      if (!files.read(STYLE).equals(Optional.of(text))) {
        files.write(STYLE, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
