package dev.rondo.web;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.docs.DatasetDocs;
import dev.rondo.quality.docs.DatasetSummary;
import dev.rondo.quality.profile.Profile;
import gg.jte.TemplateEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A folder of pages about data that needs no server: every page twice, in English and in Chinese.
/// The pages are those of the server. Beside them lie the data they were made of, so that one more
/// result costs as much after ten thousand as after one: it changes its data set's newest pages and
/// the last page of the older ones. What is to be written is noted before, so that whoever comes
/// after a killed writer first ends its work. Thread-safe, also between processes.
public final class DocsFolder {
  private static final String INDEX = "docs.json";
  private static final String STYLE = "rondo.css";
  private static final String NOTED = DocsFiles.OWN + "/change.json";
  static final String RESULTS = "results/";
  private static final String PROFILE = "profile.json";

  private final DocsFiles files;
  private final TemplateEngine templates;

  public DocsFolder(Path folder) {
    this(new DocsFiles(folder));
  }

  DocsFolder(DocsFiles files) {
    this.files = files;
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

  /// Adds what is new and writes the pages that it changes. A result that is there already is put
  /// in its place. When columns are hidden that were not before, all that was written of them is
  /// masked, however long it takes.
  ///
  /// @throws dev.rondo.kernel.Problem when the folder cannot be written, or holds other things
  ///   under the same names
  public void add(DocsUpdate update) {
    files.alone(() -> {
      files.read(NOTED, DocsChange.class).ifPresent(this::make);
      String home = DocsChange.home(update.dataset());
      DatasetDocs before =
          files
              .read(home + "dataset.json", DatasetDocs.class)
              .orElseGet(() -> DatasetDocs.of(update.dataset()));
      DocsChange change = DocsChange.of(before, update, id -> stored(home, id));
      files.write(NOTED, Json.write(change));
      make(change);
    });
  }

  private Optional<QualityRecord> stored(String home, String id) {
    return files.read(home + RESULTS + id + ".json", QualityRecord.class);
  }

  private void make(DocsChange change) {
    Index index =
        files
            .read(INDEX, Index.class)
            .orElseGet(() -> new Index("", List.of()))
            .with(change.project(), DatasetSummary.of(change.after()));
    DocsPrinter printer = new DocsPrinter(files, templates, index.project());
    if (change.hides()) {
      mask(change, printer);
    }
    change.profile().ifPresent(profile -> files.write(change.home() + PROFILE, profile.toJson()));
    change.results().forEach(record -> write(change.home(), record, printer));
    DocsHistory history = new DocsHistory(files, printer, change.home(), change.after().name());
    change.replaced().forEach(batch -> history.replace(change.known(), batch));
    history.add(change.known(), change.batches());
    writeParts(change, printer);
    files.write(change.home() + "dataset.json", Json.write(change.after()));
    files.write(INDEX, Json.write(index));
    writeStyle();
    DocsPages.All all = new DocsPages.All(index.datasets(), List.of(), List.of());
    printer.page("", "index", "docslist.jte", Words.of(Language.EN).say("data"), all);
    files.delete(NOTED);
  }

  /// What was written before these columns were hidden.
  private void mask(DocsChange change, DocsPrinter printer) {
    Set<String> hidden = change.after().hidden();
    String profile = change.home() + PROFILE;
    files
        .read(profile, Profile.class)
        .ifPresent(known -> files.write(profile, known.masked(hidden).toJson()));
    for (String id : files.names(change.home() + RESULTS, ".json")) {
      QualityRecord known = stored(change.home(), id).orElseThrow();
      QualityRecord masked = known.concealed(hidden);
      if (!masked.equals(known)) {
        write(change.home(), masked, printer);
      }
    }
  }

  /// The page first: as long as the data beside it are not masked, it is written again.
  private void write(String home, QualityRecord record, DocsPrinter printer) {
    DocsPages.Result view = new DocsPages.Result(record);
    printer.page(home + RESULTS, record.id(), "docsresult.jte", record.dataset(), view);
    files.write(home + RESULTS + record.id() + ".json", Json.write(record));
  }

  private void writeParts(DocsChange change, DocsPrinter printer) {
    DatasetDocs after = change.after();
    Optional<Profile> profile =
        change.told() ? files.read(change.home() + PROFILE, Profile.class) : Optional.empty();
    long checks = after.total().checks();
    Optional<String> older =
        checks > after.batches().size()
            ? Optional.of(String.valueOf(DocsHistory.newest(checks)))
            : Optional.empty();
    DocsPages.View view = new DocsPages.View(after, profile, older, List.of(), 0);
    for (DocsPart part : DocsPart.values()) {
      if (change.told() || part.isOfResults()) {
        printer.page(change.home(), part.file(), part.template(), after.name(), view);
      }
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
