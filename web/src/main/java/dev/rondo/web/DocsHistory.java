package dev.rondo.web;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.docs.BatchDocs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Every check of a data set in a line, on pages of two hundred in the order in which they came:
/// one more changes the last page only, and the one before it when that was full. Confined to who
/// holds the folder's lock.
///
/// @param home where the data set's files are
record DocsHistory(DocsFiles files, DocsPrinter printer, String home, String dataset) {
  private static final int PAGE = 200;

  /// The newest page's number when there are so many checks.
  static long newest(long checks) {
    return (checks - 1) / PAGE + 1;
  }

  /// @param known how many checks came before; what a killed writer left beyond is written anew
  void add(long known, List<BatchDocs> added) {
    long last = newest(known + added.size());
    int done = 0;
    while (done < added.size()) {
      long at = known + done;
      int number = (int) newest(at + 1);
      int room = (int) Math.min(PAGE - at % PAGE, added.size() - done);
      List<BatchDocs> batches = batches(number);
      batches.subList((int) Math.min(batches.size(), at % PAGE), batches.size()).clear();
      batches.addAll(added.subList(done, done + room));
      write(number, batches, last);
      if (at % PAGE == 0 && number > 1) {
        print(number - 1, batches(number - 1), last);
      }
      done += room;
    }
  }

  /// Puts a check in the place of the one of the same id, looked for from the newest.
  ///
  /// @param known how many checks there are
  void replace(long known, BatchDocs batch) {
    long last = newest(known);
    for (int number = (int) last; number > 0; number--) {
      if (files.read(file(number)).orElse("").contains(batch.id())) {
        List<BatchDocs> batches = batches(number);
        OptionalInt place = place(batches, batch.id());
        if (place.isPresent()) {
          batches.set(place.getAsInt(), batch);
          write(number, batches, last);
          return;
        }
      }
    }
  }

  private static OptionalInt place(List<BatchDocs> batches, String id) {
    return IntStream.range(0, batches.size())
        .filter(i -> batches.get(i).id().equals(id))
        .findFirst();
  }

  private String file(int number) {
    return home + "history-" + number + ".jsonl";
  }

  private List<BatchDocs> batches(int number) {
    return new ArrayList<>(
        files
            .read(file(number))
            .orElse("")
            .lines()
            .map(line -> Json.read(line, BatchDocs.class))
            .toList());
  }

  private void write(int number, List<BatchDocs> batches, long last) {
    files.write(
        file(number),
        String.join("", batches.stream().map(batch -> Json.write(batch) + "\n").toList()));
    print(number, batches, last);
  }

  private void print(int number, List<BatchDocs> batches, long last) {
    DocsPages.Older view =
        new DocsPages.Older(
            dataset,
            batches.reversed(),
            number == last ? Optional.empty() : Optional.of(String.valueOf(number + 1)),
            number == 1 ? Optional.empty() : Optional.of(String.valueOf(number - 1)));
    printer.page(home, "history-" + number, "docsolder.jte", dataset, view);
  }
}
