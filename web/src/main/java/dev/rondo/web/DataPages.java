package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.data.Snapshot;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.source.Quarantine.Entry;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.docs.BatchDocs;
import dev.rondo.quality.docs.DatasetDocs;
import dev.rondo.quality.docs.DatasetSummary;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `/data`: every data set, how it stands; `/data/{dataset}` and what lies under it: its schema,
/// checks, history, profile and lineage, and each check.
final class DataPages {
  private static final int ASIDE = 8;
  private static final int SNAPSHOTS = 2;

  private final Site site;
  private final Parts parts;
  private final DocsReader reader;

  DataPages(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
    this.reader = new DocsReader(parts);
  }

  Response list(Request request) {
    Caller caller = request.caller();
    List<DatasetSummary> datasets =
        parts.data().quality().datasets(caller).stream()
            .map(dataset -> DatasetSummary.of(reader.docs(caller, dataset)))
            .toList();
    Set<String> known = new HashSet<>();
    datasets.forEach(set -> known.add(set.contract()));
    DocsPages.All view =
        new DocsPages.All(
            datasets,
            parts.data().tables().list(caller).stream().map(t -> table(caller, t)).toList(),
            reader.contracts(caller).stream()
                .filter(contract -> !known.contains(contract.toString()))
                .toList());
    return page("docslist.jte", request, "Data", "/data", "rondo docs build --out DIR", view);
  }

  private DocsPages.Table table(Caller caller, String name) {
    List<Snapshot> all = parts.data().tables().snapshots(caller, name);
    return new DocsPages.Table(
        name,
        parts.data().tables().schema(caller, name).columns().size(),
        all.size(),
        all.reversed().stream().limit(SNAPSHOTS).toList());
  }

  Response dataset(Request request) {
    return part(request, DocsPart.OVERVIEW);
  }

  /// One of the other pages of a data set.
  Response part(Request request) {
    String word = request.parameter("part");
    DocsPart part =
        DocsPart.find(word)
            .orElseThrow(() -> Problem.notFound("There is no page '%s' of a data set.", word));
    return part == DocsPart.HISTORY && request.query("before").isPresent()
        ? older(request, request.query("before").orElseThrow())
        : part(request, part);
  }

  private Response part(Request request, DocsPart part) {
    Caller caller = request.caller();
    String dataset = request.parameter("dataset");
    DatasetDocs docs = reader.docs(caller, dataset);
    boolean hasAside = part == DocsPart.OVERVIEW;
    boolean hasProfile = part == DocsPart.PROFILE || part == DocsPart.SCHEMA;
    DocsPages.View view =
        new DocsPages.View(
            part == DocsPart.LINEAGE ? docs.with(reader.lineage(caller, dataset)) : docs,
            hasProfile ? reader.profile(caller, dataset) : Optional.empty(),
            docs.total().checks() > docs.batches().size()
                ? Optional.of(docs.batches().getLast().id())
                : Optional.empty(),
            hasAside ? aside(caller, docs) : List.of(),
            hasAside ? parts.data().quarantine().counts(caller, dataset).open() : 0);
    String path = "/data/" + Addresses.part(dataset);
    return page(
        part.template(),
        request,
        dataset,
        part == DocsPart.OVERVIEW ? path : path + "/" + part.text(),
        "",
        view);
  }

  /// The newest open rows. Where no contract says what columns hold, all of them are hidden from
  /// who may not hand rows out.
  private List<Entry> aside(Caller caller, DatasetDocs docs) {
    List<Entry> newest = parts.data().quarantine().latest(caller, docs.name(), ASIDE);
    boolean isKnown =
        docs.contract().isPresent() || caller.permissions().contains(Permission.WRITE_DATA);
    return isKnown ? newest : newest.stream().map(entry -> entry.masked(_ -> true)).toList();
  }

  private Response older(Request request, String before) {
    Caller caller = request.caller();
    String dataset = request.parameter("dataset");
    List<QualityRecord> found =
        parts
            .data()
            .quality()
            .results(caller, dataset, reader.result(caller, dataset, before), DatasetDocs.SHOWN);
    Optional<String> next =
        found.size() < DatasetDocs.SHOWN ? Optional.empty() : Optional.of(found.getLast().id());
    return page(
        "docsolder.jte",
        request,
        dataset,
        "/data/" + Addresses.part(dataset) + "/history?before=" + Addresses.part(before),
        "",
        new DocsPages.Older(
            dataset, found.stream().map(BatchDocs::of).toList(), Optional.empty(), next));
  }

  /// One check.
  Response result(Request request) {
    String dataset = request.parameter("dataset");
    String id = request.parameter("id");
    return page(
        "docsresult.jte",
        request,
        dataset,
        "/data/" + Addresses.part(dataset) + "/results/" + Addresses.part(id),
        "",
        new DocsPages.Result(reader.result(request.caller(), dataset, id)));
  }

  /// All of it as a folder that needs no server.
  Response archive(Request request) {
    return Response.stream("application/zip", out -> reader.archive(request.caller(), out))
        .header("Content-Disposition", "attachment; filename=\"data-docs.zip\"");
  }

  private Response page(
      String template, Request request, String title, String path, String command, Object view) {
    Language language = Language.parse(request.query("lang").orElse("en"));
    Frame frame = site.frame(request, title, "data", command).in(language);
    DocsFrame docs =
        new DocsFrame(
            title,
            language,
            new DocsLinks.OfServer(frame, language, path),
            Optional.of(frame),
            frame.project().value());
    return Response.html(site.render(template, Map.of("frame", docs, "view", view)))
        .header("Cache-Control", "no-cache")
        .header("Vary", "HX-Request");
  }
}
