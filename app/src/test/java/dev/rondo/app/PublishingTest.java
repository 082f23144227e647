package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.api.testing.OpenApiCheck;
import dev.rondo.api.testing.TestClient;
import dev.rondo.delivery.Build;
import dev.rondo.delivery.BuildStatus;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Git;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.quality.publication.Agreement;
import dev.rondo.registry.ModelContent;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registration;
import dev.rondo.registry.Signature;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.ExecutionStatus;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Contracts on their way from a push to a published version, through the front door.
class PublishingTest {
  private static final String PROJECT = "shop";
  private static final String ROOT = "/api/v1/projects/" + PROJECT;
  private static final String ORDERS = "contracts/orders.yaml";
  private static final String REQUEST = "contracts/request.yaml";
  private static final String LOWEST = "minimum: 0";
  private static final Caller CALLER = Caller.platform("test", new ProjectName(PROJECT));
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> READERS =
      List.of("endpoint:basket", "feature-service:basket", "feature-view:spend", "model:basket");

  @TempDir Path folder;
  private Server server;
  private TestClient client;
  private OpenApiCheck check;
  private Git git;

  @BeforeEach
  void start() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("orders.csv"),
        """
        order_id,customer_id,ordered_at,paid_at,amount
        1,7,2020-01-01 10:00:00,2020-01-01 11:00:00,12.5
        2,8,2020-01-02 10:00:00,2020-01-02 11:00:00,3.0
        """);
    open();
    String body = Json.write(Json.object().put("name", PROJECT).put("data", data.toString()));
    answer(client.post("/api/v1/projects", body), 201);
    git = Git.init(folder.resolve("work"));
    files();
    assertThat(push().message()).isEmpty();
  }

  private void open() throws IOException {
    server = Server.start(new ServerOptions(folder.resolve("home"), 0));
    client = new TestClient(server.url());
    check = OpenApiCheck.of(client);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void files() {
    git.write(
        "project.yaml",
        """
        name: shop
        goal: Tell what a basket will be worth.
        kpi: {name: error avoided, meaning: mean absolute error, value-per-unit: 1, currency: EUR}
        task: {type: regression, target: amount, unit: euros, metric: mae}
        owners: {data-engineer: Jonas Berg, data-scientist: Mei Lin, software-engineer: Priya Nair}
        """);
    git.write(
        ORDERS,
        contract(
            "orders",
            "orders",
            """
                  - {name: order_id, logicalType: string, required: true}
                  - {name: customer_id, logicalType: integer, required: true}
                  - {name: ordered_at, logicalType: timestamp, required: true}
                  - {name: paid_at, logicalType: timestamp, required: true}
                  - {name: amount, logicalType: number, logicalTypeOptions: {minimum: 0}}
            """));
    git.write(
        REQUEST,
        contract(
            "basket-request",
            "request",
            """
                  - {name: request_id, logicalType: string, required: true}
                  - {name: event_time, logicalType: timestamp, required: true}
                  - {name: customer_id, logicalType: integer, required: true}
            """));
    git.write(
        "sources/orders.yaml",
        "name: orders\nfiles: \"*.csv\"\ncontract: contracts/orders.yaml\n"
            + "rules: sources/orders.sql\ndataset: orders\n");
    git.write(
        "sources/orders.sql",
        """
        SELECT order_id, try_cast(customer_id AS BIGINT) AS customer_id,
          try_cast(ordered_at AS TIMESTAMP) AS ordered_at,
          try_cast(paid_at AS TIMESTAMP) AS paid_at, try_cast(amount AS DOUBLE) AS amount
        FROM staged
        """);
    git.write(
        "features/spend.yaml",
        "name: spend\ndescription: What a customer has spent.\nsource: orders\ntime: paid_at\n"
            + "lookback: 7d\nkeys: {customer_id: bigint}\nfeatures: {spent_7d: double}\n"
            + "sql: spend.sql\n");
    git.write(
        "features/spend.sql",
        """
        SELECT ts AS event_timestamp, customer_id, sum(amount)::DOUBLE AS spent_7d
        FROM as_of JOIN orders ON paid_at < ts AND paid_at >= ts - INTERVAL 7 DAY
        GROUP BY ALL
        """);
    git.write(
        "services/basket.yaml",
        """
        name: basket
        spine: {dataset: orders, id: order_id, event-time: ordered_at, label-time: paid_at, label: amount}
        request:
          - name: customer_id
        views:
          - view: spend
            keys: {customer_id: customer_id}
        """);
    git.write(
        "endpoints/basket.yaml",
        "name: basket\nmodel: basket\nservice: basket\ncontract: contracts/request.yaml\n");
    git.write(
        "pipelines/refresh.yaml",
        """
        name: refresh
        parameters: {now: null}
        tasks:
          ingest:
            uses: ingest
            with: {source: orders, until: "${parameters.now}"}
          features:
            uses: materialize-offline
            with: {service: basket, until: "${parameters.now}"}
            needs: [ingest]
        """);
  }

  private static String contract(String id, String object, String columns) {
    return """
    apiVersion: v3.1.0
    kind: DataContract
    id: %s
    version: 1.0.0
    status: active
    schema:
      - name: %s
        logicalType: object
        properties:
    %s\
    """
        .formatted(id, object, columns);
  }

  private Build push() {
    CommitId commit = new CommitId(git.commit("A change"));
    git.ok("push", "-q", server.url() + "/git/" + PROJECT + ".git", "main");
    Build build = server.builds().await(CALLER, commit, PATIENCE);
    server.components().events().awaitSettled(PATIENCE);
    return build;
  }

  private void edit(String file, String from, String to) throws IOException {
    String before = Files.readString(folder.resolve("work").resolve(file));
    assertThat(before).contains(from);
    git.write(file, before.replace(from, to));
  }

  private JsonNode answer(HttpResponse<String> answer, int status) {
    assertThat(check.check(answer).statusCode()).as(answer.body()).isEqualTo(status);
    return Json.parse(answer.body());
  }

  private JsonNode get(String path) {
    return answer(client.get(ROOT + path), 200);
  }

  private HttpResponse<String> approve(String contract, String version, String consumer) {
    return approve(contract, version, consumer, "");
  }

  private HttpResponse<String> approve(
      String contract, String version, String consumer, String digest) {
    String body =
        Json.write(
            Json.object()
                .put("consumer", consumer)
                .put("comment", "We are ready.")
                .put("digest", digest));
    return client.post(
        ROOT + "/contracts/" + contract + "/versions/" + version + "/approvals", body);
  }

  private static List<String> texts(JsonNode list, String field) {
    return list.valueStream().map(item -> item.path(field).asString()).toList();
  }

  private static Stream<String> sentences(Build build) {
    return build.mistakes().stream().map(Mistake::message);
  }

  private String running() {
    return get("").get("commit").asString();
  }

  @Test
  void aBreakingChangeIsPublishedWhenEveryoneWhoReadsTheDataHasAgreed() throws Exception {
    String first = running();
    assertThat(texts(get("/contracts").get("items"), "name"))
        .containsExactly("basket-request", "orders");
    answer(client.get(ROOT + "/contracts/orders/changes"), 404);

    edit(ORDERS, LOWEST, "minimum: -10");
    edit(ORDERS, "version: 1.0.0", "version: 1.1.0");
    Build tooLow = push();
    assertThat(tooLow.status()).isEqualTo(BuildStatus.FAILED);
    assertThat(tooLow.mistakes())
        .allSatisfy(mistake -> assertThat(mistake.toString()).startsWith(ORDERS + ":4:1: "));
    assertThat(sentences(tooLow))
        .contains("The version must be 2.0.0 or later, not 1.1.0, for a breaking change.")
        .hasSize(5);
    assertThat(approve("orders", "1.1.0", "model:basket").body())
        .contains("cannot be approved: The version must be 2.0.0 or later");

    edit(ORDERS, "version: 1.1.0", "version: 2.0.0");
    Build asking = push();
    assertThat(asking.status()).isEqualTo(BuildStatus.FAILED);
    assertThat(sentences(asking))
        .containsExactlyElementsOf(
            READERS.stream()
                .map("'%s' uses the data and has not agreed to a breaking change."::formatted)
                .toList());
    assertThat(server.builds().log(CALLER, asking.commit()))
        .contains("orders 1.0.0 -> 2.0.0: one change, which needs 2.0.0 or later.")
        .contains("It breaks endpoint:basket, feature-service:basket (Mei Lin, data scientist)")
        .contains("Producers of orders: source:orders (Jonas Berg, data engineer), known by")
        .contains("rondo contracts approve orders 2.0.0 --consumer model:basket");
    assertThat(running()).isEqualTo(first);
    JsonNode proposal = get("/contracts/orders").get("proposal");
    assertThat(proposal.get("version").asString()).isEqualTo("2.0.0");
    assertThat(proposal.get("missing")).hasSize(4);
    assertThat(get("/contracts/orders/changes").at("/changes/0/breaks")).hasSize(4);

    assertThat(answer(approve("orders", "2.0.0", "model:basked"), 404).toString())
        .contains("There is no consumer 'model:basked'. Did you mean 'model:basket'?");
    answer(approve("orders", "2.0.0", "model:basket", "0".repeat(12)), 409);
    answer(approve("orders", "3.0.0", "model:basket"), 404);
    approveAllAtOnce(proposal.get("digest").asString());
    server.components().events().awaitSettled(PATIENCE);

    Build agreed = server.builds().await(CALLER, asking.commit(), PATIENCE);
    server.components().events().awaitSettled(PATIENCE);
    assertThat(agreed.message()).isEmpty();
    assertThat(running()).isEqualTo(agreed.commit().value());
    JsonNode shown = get("/contracts/orders");
    assertThat(texts(shown.get("versions"), "version")).containsExactly("2.0.0", "1.0.0");
    assertThat(shown.get("proposal").isNull()).isTrue();
    assertThat(texts(shown.get("approvals"), "consumer"))
        .containsExactlyInAnyOrderElementsOf(READERS);
    assertThat(get("/contracts/orders/versions/1.0").get("text").asString()).contains(LOWEST);
    assertThat(get("/contracts/orders/changes?from=2&to=1").get("needed").asString())
        .isEqualTo("3.0.0");
    answer(approve("orders", "2.0.0", "model:basket"), 409);
    String audit = client.get("/audit?check=true").body();
    assertThat(audit)
        .contains(
            "contract approved",
            "orders v2.0.0",
            "For model:basket (administrator, author): We are ready.")
        .contains("contract published", "entries are as they were recorded");
  }

  /// Everyone agrees twice, all at the same time.
  private void approveAllAtOnce(String digest) throws Exception {
    List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
    for (String reader : READERS) {
      calls.add(() -> approve("orders", "2.0.0", reader, digest));
      calls.add(() -> approve("orders", "2.0.0", reader, digest.substring(0, 12)));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(calls)) {
        // Whoever comes after the last approval may find the version published already.
        assertThat(answer.get().statusCode()).isIn(200, 409);
      }
    }
    JsonNode given = get("/contracts/orders/versions/2.0.0/approvals").get("items");
    assertThat(texts(given, "consumer")).containsExactlyInAnyOrderElementsOf(READERS);
  }

  @Test
  void whatRunsHaveReadIsToldBesideWhatTheFilesSay() {
    JsonNode before = get("/contracts/orders/parties");
    assertThat(knownBy(before.get("producers"), "source:orders")).containsExactly("files");
    JsonNode started =
        answer(
            client.post(
                ROOT + "/pipelines/refresh/runs", "{\"parameters\":{\"now\":\"2020-02-01\"}}"),
            201);
    Execution ended =
        server
            .loop()
            .engine()
            .await(CALLER, new ExecutionId(started.get("id").asString()), PATIENCE);
    assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    JsonNode after = get("/contracts/orders/parties");
    assertThat(knownBy(after.get("producers"), "source:orders")).containsExactly("files", "ledger");
    assertThat(knownBy(after.get("consumers"), "feature-view:spend"))
        .containsExactly("files", "ledger");
    assertThat(knownBy(after.get("consumers"), "model:basket")).containsExactly("files");
    assertThat(texts(get("/contracts/basket-request/parties").get("producers"), "owner"))
        .containsExactly("Priya Nair, software engineer");
  }

  private static List<String> knownBy(JsonNode participants, String name) {
    return StreamSupport.stream(participants.spliterator(), false)
        .filter(one -> one.get("name").asString().equals(name))
        .flatMap(one -> one.get("knownBy").valueStream())
        .map(JsonNode::asString)
        .toList();
  }

  @Test
  void aPublishedVersionNeverChanges() throws IOException {
    edit(ORDERS, "status: active", "status: active\ndescription: {purpose: To learn from.}");
    Build changed = push();
    assertThat(sentences(changed))
        .containsExactly("The version must be 1.0.1 or later, not 1.0.0, for what changed.");
    edit(ORDERS, "\ndescription: {purpose: To learn from.}", "\n# Only a comment.");
    assertThat(push().message()).isEmpty();
    edit(ORDERS, "version: 1.0.0", "version: next");
    assertThat(sentences(push())).containsExactly("'next' is not a version such as 1.2.0.");
    edit(ORDERS, "version: next", "version: 1.0.0");
    git.write("contracts/copy.yaml", Files.readString(folder.resolve("work").resolve(ORDERS)));
    assertThat(sentences(push()))
        .containsExactly(
            "The contract 'orders' stands in 'contracts/copy.yaml' too; give one of them another"
                + " id.");
    assertThat(texts(get("/contracts/orders/versions").get("items"), "version"))
        .containsExactly("1.0.0");
  }

  @Test
  void aContractStaysAsLongAsItsDataAreRead() {
    git.ok("rm", "-q", ORDERS, "sources/orders.yaml", "pipelines/refresh.yaml");
    Build gone = push();
    assertThat(gone.mistakes())
        .singleElement()
        .satisfies(mistake -> {
          assertThat(mistake.file()).isEqualTo(ORDERS);
          assertThat(mistake.message())
              .contains("'orders' is gone, but data-set:orders is still used by endpoint:basket")
              .contains("feature-view:spend (Jonas Berg, data engineer)");
        });
    git.ok("rm", "-q", "-r", "features", "services", "endpoints");
    assertThat(push().message()).isEmpty();
    assertThat(get("/contracts").at("/items/1/withdrawn").asString()).isNotEmpty();
    answer(client.get(ROOT + "/contracts/order"), 404);
  }

  /// A model from a notebook, which no file of the project knows.
  private void notebookInProduction() {
    var ledger = server.components().ledger();
    RunId run = ledger.start(CALLER, RunStart.of("task", "notebook")).id();
    Asset orders = new Asset(Asset.Kind.SNAPSHOT, "orders", "1", Digest.of("orders"));
    ledger.recordInput(CALLER, run, orders, Map.of());
    ModelContent content =
        new ModelContent(
            Digest.of("onnx"), 1, "onnx", Signature.floats(List.of("x"), "y"), Map.of());
    var registry = server.components().registry();
    ModelVersion version =
        registry.register(CALLER, new Registration("notebook", run.value(), content, ""));
    ledger.recordOutput(CALLER, run, version.asset(), Map.of());
    registry.promote(CALLER, "notebook", 1, "It is good.");
  }

  @Test
  void aModelInProductionHoldsAContractUntilItIsRetired() throws IOException {
    notebookInProduction();
    git.ok("rm", "-q", "-r", ORDERS, "sources", "pipelines", "features", "services", "endpoints");
    assertThat(sentences(push()))
        .singleElement()
        .asString()
        .contains("model:notebook (Mei Lin, data scientist), known by the ledger: version 1 is in")
        .contains("publish it with the status 'retired' first");
    git.ok("checkout", "-q", "HEAD~1", "--", ".");
    edit(ORDERS, "status: active", "status: retired");
    edit(ORDERS, "version: 1.0.0", "version: 2.0.0");
    Build retiring = push();
    assertThat(sentences(retiring)).hasSize(READERS.size() + 1);
    READERS.forEach(reader -> answer(approve("orders", "2.0.0", reader), 200));
    answer(approve("orders", "2.0.0", "model:notebook"), 200);
    server.components().events().awaitSettled(PATIENCE);
    assertThat(server.builds().await(CALLER, retiring.commit(), PATIENCE).message()).isEmpty();
    server.components().events().awaitSettled(PATIENCE);
    git.ok("rm", "-q", "-r", ORDERS, "sources", "pipelines", "features", "services", "endpoints");
    assertThat(push().message()).isEmpty();
  }

  private Caller user(String name) {
    return new Caller(
        name, CALLER.project(), Set.of(Permission.READ, Permission.APPROVE_CONTRACTS));
  }

  @Test
  void ownersAreThoseOfTheProjectThatRuns() throws IOException {
    edit(ORDERS, LOWEST, "minimum: -10");
    edit(ORDERS, "version: 1.0.0", "version: 2.0.0");
    edit("project.yaml", "data-scientist: Mei Lin", "data-scientist: Eve");
    push();
    var contracts = server.loop().contracts();
    Agreement agreement = new Agreement("orders", "2.0.0", "", "model:basket", "Fine.");
    assertThatThrownBy(() -> contracts.approve(user("Eve"), agreement))
        .hasMessageContaining("'Eve' may not agree for 'model:basket', which Mei Lin answers for");
    assertThat(contracts.approve(user("Mei Lin"), agreement).standing()).isEqualTo("owner");
    JsonNode local = answer(approve("orders", "2.0.0", "endpoint:basket"), 200);
    assertThat(local.get("standing").asString()).isEqualTo("administrator, author");
    server.components().events().awaitSettled(PATIENCE);
    assertThat(client.get("/audit").body()).contains("administrator, author");
  }

  @Test
  void callersAgreeWhenARequestMustBringMore() throws IOException {
    String more =
        "- {name: shop_id, logicalType: integer, required: true}\n      - {name: customer";
    edit(REQUEST, "- {name: customer", more);
    edit(REQUEST, "version: 1.0.0", "version: 2.0.0");
    Build refused = push();
    assertThat(texts(get("/contracts/basket-request/changes").get("changes"), "sentence"))
        .singleElement()
        .asString()
        .contains("It breaks callers:basket (Priya Nair, software engineer).");
    assertThat(sentences(refused))
        .anyMatch(sentence -> sentence.startsWith("'callers:basket' uses the data"))
        .hasSize(4);
  }

  @Test
  void whatRanBeforeVersionsWereKeptIsPublishedAtStart() throws IOException {
    server.components().database().write(tx -> tx.update("DELETE FROM contract_version"));
    assertThat(get("/contracts").get("items")).isEmpty();
    stop();
    open();
    JsonNode contracts = get("/contracts").get("items");
    assertThat(texts(contracts, "name")).containsExactly("basket-request", "orders");
    assertThat(texts(contracts, "version")).containsExactly("1.0.0", "1.0.0");
    edit(ORDERS, LOWEST, "minimum: -10");
    assertThat(sentences(push())).anyMatch(sentence -> sentence.contains("must be 2.0.0"));
  }

  @Test
  void anAgreementIsKeptOverAStopOfTheServer() throws IOException {
    edit(ORDERS, LOWEST, "minimum: -10");
    edit(ORDERS, "version: 1.0.0", "version: 2.0.0");
    Build asking = push();
    answer(approve("orders", "2.0.0", "model:basket"), 200);
    stop();
    open();
    assertThat(get("/contracts/orders").at("/proposal/missing")).hasSize(3);
    edit(ORDERS, "version: 2.0.0", "version: 2.0.0 # as agreed");
    Build again = push();
    assertThat(sentences(again)).hasSize(3);
    answer(client.post(ROOT + "/builds/" + asking.commit() + "/retry", "{}"), 409);
    answer(client.post(ROOT + "/builds/" + again.commit() + "/retry", "{}"), 200);
    assertThat(server.builds().await(CALLER, again.commit(), PATIENCE).mistakes()).hasSize(3);
  }
}
