package dev.rondo.api.check;

import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.data.SqlEngine;
import dev.rondo.data.Tables;
import dev.rondo.data.source.Progress;
import dev.rondo.data.source.RowReader;
import dev.rondo.data.source.ScratchFolder;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.http.OutgoingRules;
import dev.rondo.loop.project.Project;
import dev.rondo.quality.check.CheckResult;
import dev.rondo.quality.check.DataCheck;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Checks of rows that are sent, or of a data set. Nothing is kept of them. Thread-safe.
public final class CheckResource {
  private final SqlEngine engine;
  private final Tables tables;
  private final Function<Caller, Project> projects;
  private final InstantSource clock;
  private final CheckLimits limits;
  private final Semaphore places;

  /// @param engine in whose temporary folder uploads are put
  /// @param projects finds the project that runs, whose suites and contracts can be named
  public CheckResource(
      SqlEngine engine,
      Tables tables,
      Function<Caller, Project> projects,
      InstantSource clock,
      CheckLimits limits) {
    this.engine = engine.shared(limits.atOnce());
    this.tables = tables;
    this.projects = projects;
    this.clock = clock;
    this.limits = limits;
    this.places = new Semaphore(limits.atOnce());
  }

  /// Declares the route.
  public void routes(Routes routes) {
    routes
        .post("/api/v1/projects/{project}/checks")
        .permission(Permission.READ)
        .summary(
            "Check rows by a suite or a contract: JSON with `rows` or a `dataset`, a form with the file"
                + " `data`, or the file itself (rows that are sent need run pipelines)")
        .query("suite", Schema.text(), "A suite of the project, or its text")
        .query("contract", Schema.text(), "The path of a contract of the project, or its text")
        .query("parameters", Schema.text(), "The suite's parameters, as a JSON object")
        .query("result_format", Schema.text(), "Such as `SUMMARY`, or a JSON object")
        .accepts(BodyKind.ANY)
        .accepts(body())
        .maxBody(limits.bytes())
        .returns(
            Schema.object()
                .field("passed", Schema.flag())
                .field("sources", Schema.array(Schema.text()))
                .field("rows", Schema.integer())
                .field("bad_rows", Schema.integer())
                .optional("suite", Schema.object().extensible())
                .optional("contract", Schema.object().extensible()))
        .handle(this::check);
  }

  private static Schema body() {
    return Schema.object()
        .optional("rows", Schema.array(Schema.map(Schema.any())))
        .optional("dataset", Schema.text())
        .optional("snapshot", Schema.integer())
        .optional("suite", Schema.any().describe("A name, the text of a suite, or an object."))
        .optional(
            "contract", Schema.any().describe("A path, the text of a contract, or an object."))
        .optional("parameters", Schema.map(Schema.any()))
        .optional("result_format", Schema.any());
  }

  private Response check(Request request) throws IOException {
    if (!places.tryAcquire()) {
      throw Problem.of(
          ProblemCode.UNAVAILABLE,
          "%d checks run already, which is as many as there can be; come again in a moment.",
          limits.atOnce());
    }
    try (ScratchFolder folder = ScratchFolder.in(engine.temporary())) {
      return Response.json(result(request, folder).json());
    } finally {
      places.release();
    }
  }

  private CheckResult result(Request request, ScratchFolder folder) throws IOException {
    Caller caller = request.caller();
    TimedStream body = new TimedStream(request.stream(), limits.time());
    CheckAsked asked =
        new CheckBody(request, body, folder.path(), () -> projects.apply(caller)).read();
    DataCheck check =
        DataCheck.of(asked.rows())
            .readBy(reader().with(tables, caller))
            .on(engine.within(folder.path()))
            .at(new EventTime(clock.instant().truncatedTo(ChronoUnit.SECONDS)))
            .timeLimit(body.left());
    return asked
        .format()
        .map(check::resultFormat)
        .orElse(check)
        .masking(asked.hidden())
        .against(asked.expected());
  }

  /// Nothing that a request says makes the server call out.
  private static RowReader reader() {
    return new RowReader(Progress.SILENT, new OutgoingHttp(OutgoingRules.USUAL), Map.of());
  }
}
