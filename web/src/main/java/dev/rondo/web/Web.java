package dev.rondo.web;

import dev.rondo.access.Access;
import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Declaration;
import dev.rondo.api.http.Handler;
import dev.rondo.api.http.ProblemJson;
import dev.rondo.api.http.Routes;
import dev.rondo.delivery.Builds;
import dev.rondo.delivery.Releases;
import dev.rondo.kernel.Permission;
import dev.rondo.loop.Components;
import dev.rondo.loop.Loop;
import dev.rondo.loop.rebuild.Rebuilds;

/// The pages that people see. Every address works without JavaScript; a request by htmx may get the
/// part of the page that it asks for. Thread-safe.
public final class Web {
  private final Site site;
  private final HomePage home;
  private final Feed feed;
  private final ExperimentPages experiments;
  private final LoggedModelPages loggedModels;
  private final TracePages traces;
  private final ComparePage compare;
  private final RunPages runs;
  private final RunLog runLog;
  private final ModelPages models;
  private final EndpointPage endpoints;
  private final MonitoringPage monitoring;
  private final DataPages data;
  private final ContractPage contracts;
  private final BuildPages builds;
  private final AuditPage audit;
  private final SignupPage signup;
  private final WhyPage why;

  /// @param components those that the loop joins
  public Web(Loop loop, Components components, Builds builds, Releases releases, Access access) {
    this(
        new Parts(
            new LoopProjects(loop, access),
            new Parts.Delivery(builds, releases),
            new Parts.Data(
                components.tables(),
                components.quality(),
                components.profiles(),
                loop.quarantine(),
                loop.contracts(),
                components.publications(),
                new Rebuilds(components.tables(), components.blobs())),
            loop.engine(),
            components.ledger(),
            components.registry(),
            components.serving(),
            components.monitoring(),
            components.blobs(),
            loop.papers(),
            components.events(),
            access,
            components.clock()));
  }

  Web(Parts parts) {
    this.site = new Site(parts.projects());
    this.home = new HomePage(site, parts);
    this.feed = new Feed(site, parts);
    this.experiments = new ExperimentPages(site, parts);
    this.loggedModels = new LoggedModelPages(site, parts);
    this.traces = new TracePages(site, parts);
    this.compare = new ComparePage(site, parts);
    this.runs = new RunPages(site, parts);
    this.runLog = new RunLog(parts);
    this.models = new ModelPages(site, parts);
    this.endpoints = new EndpointPage(site, parts);
    this.monitoring = new MonitoringPage(site, parts);
    this.data = new DataPages(site, parts);
    this.contracts = new ContractPage(site, parts);
    this.builds = new BuildPages(site, parts);
    this.audit = new AuditPage(site, parts);
    this.why = new WhyPage(site, parts.causes());
    this.signup = new SignupPage(site, parts.access());
  }

  /// Declares the pages. Problems are told as pages wherever no other form is declared.
  public void routes(Routes routes) {
    routes.errors("/", site::problem);
    for (String machine : new String[] {"/api", "/health", "/metrics", "/assets"}) {
      routes.errors(machine, ProblemJson::render);
    }
    asset(routes.get(Site.PREFIX + "/{path...}"), "A file of the pages", site::asset);
    asset(routes.get(Site.LIBRARY_PREFIX + "/{path...}"), "A library", site::library);
    page(routes.get("/"), "The loop as it turns", home::show);
    stream(routes.get("/feed"), "What happens, as server-sent events", feed::open);
    page(routes.get("/experiments"), "Experiments, newest first", experiments::list);
    page(routes.get("/experiments/{experiment}"), "An experiment's runs", experiments::runs);
    page(
        routes.get("/experiments/{experiment}/models"),
        "The models that clients logged in an experiment",
        loggedModels::list);
    page(routes.get("/experiments/{experiment}/traces"), "An experiment's traces", traces::list);
    page(routes.get("/logged-models/{id}"), "One logged model", loggedModels::show);
    page(routes.get("/traces/{id}"), "One trace with its steps", traces::show);
    page(routes.get("/runs"), "Runs, newest first", runs::list);
    page(routes.get("/runs/compare"), "Runs side by side", compare::show);
    page(routes.get("/runs/{id}"), "One run", runs::show);
    stream(routes.get("/runs/{id}/log"), "A task's log as server-sent events", runLog::open);
    page(routes.get("/models"), "Models by name", models::list);
    page(routes.get("/models/{model}"), "A model's versions", models::model);
    page(routes.get("/models/{model}/{version}"), "One version of a model", models::version);
    page(routes.get("/endpoints"), "What answers requests", endpoints::show);
    page(routes.get("/monitoring"), "Error and drift over time", monitoring::show);
    page(routes.get("/data"), "Data sets and contracts", data::list);
    page(routes.get("/data/{dataset}"), "How a data set keeps its contract", data::dataset);
    page(routes.get("/contracts/{contract}"), "A contract's versions", contracts::show);
    page(routes.get("/data/{dataset}/{part}"), "More of a data set", data::part);
    page(routes.get("/data/{dataset}/results/{id}"), "What one check found", data::result);
    routes
        .get("/api/v1/projects/{project}/docs")
        .permission(Permission.READ)
        .summary("Pack the pages about data into a folder that needs no server")
        .returnsType("application/zip")
        .handle(data::archive);
    page(routes.get("/builds"), "Builds, newest first", builds::list);
    page(routes.get("/builds/{commit}"), "One build with its log", builds::show);
    page(routes.get("/why"), "What changed upstream before a failure", why::show);
    page(routes.get("/audit"), "Who changed what runs, newest first", audit::show);
    administer(routes.get("/signup"), "The form that makes a user").handle(signup::show);
    for (String prefix : new String[] {"/api", "/ajax-api"}) {
      administer(routes.post(prefix + "/2.0/mlflow/users/create-ui"), "Create a user by a form")
          .accepts(BodyKind.FORM)
          .handle(signup::create);
    }
  }

  private static void page(Declaration route, String summary, Handler handler) {
    read(route, summary).returnsType("text/html").handle(handler);
  }

  private static Declaration administer(Declaration route, String summary) {
    return route
        .permission(Permission.ADMINISTER)
        .anyProject()
        .summary(summary)
        .returnsType("text/html");
  }

  private static void stream(Declaration route, String summary, Handler handler) {
    read(route, summary).returnsType("text/event-stream").handle(handler);
  }

  private static Declaration read(Declaration route, String summary) {
    return route.permission(Permission.READ).anyProject().summary(summary);
  }

  private static void asset(Declaration route, String summary, Handler handler) {
    route.open().summary(summary).returnsType("application/octet-stream").handle(handler);
  }
}
