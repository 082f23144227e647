package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Command;

class RondoCommandTest {
  private static final String ORIGIN =
      """
      {"prediction":{"id":"p1","value":12.5},
       "features":[{"name":"distance","value":2.5},{"name":"speed","value":null}],
       "rows":[{"view":"zone","keys":{"zone_id":8},"dataset":{"name":"trips","version":"7"},
                "from":"2020-01-01T00:00:00Z","to":"2020-01-08T00:00:00Z","run":"r0","count":1200}],
       "deployment":{"id":"d1"},
       "modelVersion":{"name":"duration","version":"3","digest":"sha-m"},"trainingRun":"r1",
       "trainingSet":null,"snapshots":[{"name":"trips","version":"7","digest":"sha-s"}],
       "sourceFiles":[{"name":"a.csv","version":"1","digest":"sha-a"},
                      {"name":"b.csv","version":"1","digest":"sha-b"}],
       "commit":"c0ffee","complete":true}
      """;
  private static final String ONE_PROJECT = "{\"items\":[{\"name\":\"taxi\"}]}";

  @TempDir Path home;
  private final TinyServer server = new TinyServer().on("GET /api/v1/projects", ONE_PROJECT);
  private final Map<String, String> environment = new HashMap<>();
  private boolean isInteractive;
  private String out = "";
  private String err = "";

  @AfterEach
  void stop() {
    server.close();
  }

  /// Runs a command against the tiny server.
  private int rondo(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--port", String.valueOf(server.port())));
    return alone(all.toArray(String[]::new));
  }

  private int alone(String... words) {
    ByteArrayOutputStream results = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(results, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            isInteractive,
            environment);
    int exit =
        RondoCommand.build(terminal, List.of(new Extra(), new MoreContracts())).execute(words);
    out = results.toString(StandardCharsets.UTF_8);
    err = errors.toString(StandardCharsets.UTF_8);
    return exit;
  }

  private void listsTwoRuns() {
    server.on(
        "GET /api/v1/projects/taxi/runs?limit=20",
        """
        {"items":[{"id":"a1","status":"succeeded","name":"first\\tone"},
                  {"id":"b2","status":"failed","name":null}],"next":"b2"}
        """);
  }

  @Test
  void aPipeGetsTabSeparatedValues() {
    listsTwoRuns();
    assertThat(rondo("runs", "list")).isZero();
    assertThat(out).isEqualTo("id\tname\tstatus\na1\tfirst one\tsucceeded\nb2\t\tfailed\n");
    assertThat(err).isEmpty();
  }

  @Test
  void aTerminalGetsAlignedColumnsWithColours() {
    listsTwoRuns();
    isInteractive = true;
    assertThat(rondo("runs", "list")).isZero();
    assertThat(out.replaceAll("\u001b\\[[0-9]+m", ""))
        .isEqualTo(
            """
            ID  NAME       STATUS
            a1  first one  succeeded
            b2             failed
            """);
    assertThat(out).contains("\u001b[32msucceeded\u001b[0m").contains("\u001b[31mfailed");
    assertThat(err).contains("--after b2");
  }

  @ParameterizedTest
  @CsvSource({
    "true, , , true",
    "true, NO_COLOR, 1, false",
    "true, TERM, dumb, false",
    "false, , , false",
    "false, CLICOLOR_FORCE, 1, true",
    "false, CLICOLOR_FORCE, 0, false"
  })
  void coloursFollowTheTerminalAndTheEnvironment(
      boolean terminal, String name, String value, boolean coloured) {
    server.on("GET /api/v1/status", "{\"state\":\"ready\"}");
    isInteractive = terminal;
    if (name != null) {
      environment.put(name, value);
    }
    rondo("status");
    assertThat(out.contains("\u001b")).isEqualTo(coloured);
  }

  @Test
  void jsonListsAreOneObjectALine() {
    listsTwoRuns();
    assertThat(rondo("runs", "list", "--json")).isZero();
    assertThat(out.lines().map(l -> Json.parse(l).path("id").asString()))
        .containsExactly("a1", "b2");
  }

  @Test
  void anObjectIsShownAsAnOutline() {
    server.on(
        "GET /api/v1/projects/taxi/runs/a%201",
        "{\"id\":\"a 1\",\"metrics\":{\"mae\":3.1},\"inputs\":[{\"name\":\"trips\"}],\"tags\":[]}");
    assertThat(rondo("runs", "show", "a 1")).isZero();
    assertThat(out)
        .isEqualTo(
            """
            id       a 1
            metrics
              mae  3.1
            inputs
              -
                name  trips
            tags     []
            """);
  }

  @Test
  void logsArePrintedToTheirEnd() {
    String path = "GET /api/v1/projects/taxi/runs/a1/logs";
    server
        .on(path, "{\"items\":[{\"time\":\"t1\",\"message\":\"red \\u001b[31m\"}],\"next\":\"2\"}")
        .on(path + "?after=2", "{\"items\":[{\"time\":\"t2\",\"message\":\"done\"}]}");
    assertThat(rondo("runs", "logs", "a1")).isZero();
    assertThat(out).isEqualTo("t1  red  [31m\nt2  done\n");
  }

  @Test
  void changesSendTheirReasonAndParameters() {
    server
        .on("POST /api/v1/projects/taxi/pipelines/train/runs", "{\"run\":\"c3\"}")
        .on("POST /api/v1/projects/taxi/models/duration/versions/3/promote", "{}")
        .on("POST /api/v1/projects/taxi/endpoints/duration/rollback", "{}");
    assertThat(rondo("pipelines", "run", "train", "-p", "rounds=12", "-p", "note=a b")).isZero();
    assertThat(rondo("models", "promote", "duration", "3", "--reason", "better")).isZero();
    assertThat(rondo("endpoints", "rollback", "duration", "--reason", "worse")).isZero();
    assertThat(server.asked())
        .contains(
            "POST /api/v1/projects/taxi/pipelines/train/runs"
                + " {\"parameters\":{\"rounds\":12,\"note\":\"a b\"}}",
            "POST /api/v1/projects/taxi/models/duration/versions/3/promote {\"reason\":\"better\"}",
            "POST /api/v1/projects/taxi/endpoints/duration/rollback {\"reason\":\"worse\"}");
  }

  @Test
  void predictSendsFieldsOrAFile() throws IOException {
    server.on("POST /api/v1/endpoints/duration/predict?project=taxi", "{\"prediction\":12.5}");
    assertThat(rondo("predict", "duration", "zone=161", "vendor=x")).isZero();
    assertThat(out).isEqualTo("prediction  12.5\n");
    Path file = Files.writeString(home.resolve("r.json"), "{\"zone\":7}");
    assertThat(rondo("predict", "duration", "--file", file.toString(), "--json")).isZero();
    assertThat(out).isEqualTo("{\"prediction\":12.5}\n");
    assertThat(server.asked())
        .contains(
            "POST /api/v1/endpoints/duration/predict?project=taxi {\"zone\":161,\"vendor\":\"x\"}",
            "POST /api/v1/endpoints/duration/predict?project=taxi {\"zone\":7}");
    assertThat(rondo("predict", "duration", "zone")).isEqualTo(1);
    assertThat(err).contains("'zone' is not of the form name=value");
  }

  @Test
  void lineageAsksByPredictionOrAsset() {
    server
        .on("GET /api/v1/projects/taxi/lineage?prediction=p1", ORIGIN)
        .on("GET /api/v1/projects/taxi/lineage?prediction=p1&endpoint=e%201", ORIGIN)
        .on("GET /api/v1/projects/taxi/lineage?kind=model&name=duration", "{}")
        .on("GET /api/v1/projects/taxi/lineage?kind=model&name=duration&version=3", "{}");
    assertThat(rondo("lineage", "p1", "--endpoint", "e 1")).isZero();
    assertThat(rondo("lineage", "p1", "--json")).isZero();
    assertThat(Json.parse(out)).isEqualTo(Json.parse(ORIGIN));
    assertThat(rondo("lineage", "model", "duration")).isZero();
    assertThat(rondo("lineage", "model", "duration", "3")).isZero();
    assertThat(rondo("lineage", "model", "duration", "--endpoint", "e")).isEqualTo(1);
    assertThat(rondo("lineage", "p1", "--downstream")).isEqualTo(1);
    assertThat(err).contains("nothing is made of a prediction");
    assertThat(rondo("lineage")).isEqualTo(2);
  }

  @Test
  void aPredictionsLineageIsAChainForPeople() {
    server.on("GET /api/v1/projects/taxi/lineage?prediction=p1", ORIGIN);
    assertThat(rondo("lineage", "p1")).isZero();
    assertThat(out)
        .isEqualTo(
            """
            prediction
              id     p1
              value  12.5
            features
              distance  2.5
              speed     missing
            rows behind them
              zone  1,200 of trips@7, from 2020-01-01T00:00:00Z until before 2020-01-08T00:00:00Z, zone_id 8
            deployment
              id  d1
            model version
              duration@3  sha-m
            training run      r1
            snapshots
              trips@7  sha-s
            source files
              a.csv@1  sha-a
              b.csv@1  sha-b
            commit            c0ffee
            """);
  }

  @Test
  void whatWasMadeOfAnAssetIsOneLineEach() {
    server.on(
        "GET /api/v1/projects/taxi/lineage?kind=snapshot&name=trips&version=7&direction=downstream",
        """
        {"runs":[{"id":"r2","name":"fit"}],
         "assets":[{"kind":"snapshot","name":"trips","version":"7"},
                   {"kind":"model","name":"m","version":"1","notRebuildable":"Rows are gone."}],
         "edges":[{"run":"r2","role":"input","asset":{"kind":"snapshot","name":"trips","version":"7"}},
                  {"run":"r2","role":"output","asset":{"kind":"model","name":"m","version":"1"}}],
         "complete":false}
        """);
    assertThat(rondo("lineage", "snapshot", "trips", "7", "--downstream")).isZero();
    assertThat(out)
        .isEqualTo(
            "kind\tname\tversion\tmaker\trun\tnote\nsnapshot\ttrips\t7\t\t\t\n"
                + "model\tm\t1\tfit\tr2\tRows are gone.\n");
    assertThat(err).contains("longer than what is followed");
  }

  @Test
  void theOtherListsAreAsked() {
    server
        .on("GET /api/v1/projects/taxi/pipelines", "{\"items\":[{\"other\":1}]}")
        .on("GET /api/v1/projects/taxi/models", "{\"items\":[]}")
        .on(
            "GET /api/v1/projects/taxi/models/duration",
            "{\"items\":[{\"version\":3,\"status\":\"ready\"}]}")
        .on("GET /api/v1/projects/taxi/models/duration/versions/3", "{}")
        .on(
            "GET /api/v1/projects/taxi/models/duration/compare?from=1&to=2",
            "{\"items\":[{\"part\":\"data\",\"name\":\"snapshot trips\",\"from\":\"7\"}]}")
        .on("GET /api/v1/projects/taxi/endpoints", "{\"items\":[{\"name\":\"duration\"}]}");
    assertThat(rondo("pipelines", "list")).isZero();
    assertThat(out).isEqualTo("other\n1\n");
    assertThat(rondo("models", "list")).isZero();
    assertThat(rondo("models", "show", "duration")).isZero();
    assertThat(out).isEqualTo("version\tstatus\n3\tready\n");
    assertThat(rondo("models", "show", "duration", "3")).isZero();
    assertThat(rondo("models", "compare", "duration", "1", "2")).isZero();
    assertThat(out).isEqualTo("part\tname\tfrom\ndata\tsnapshot trips\t7\n");
    assertThat(rondo("endpoints", "list")).isZero();
    assertThat(out).isEqualTo("name\nduration\n");
  }

  @Test
  void theStatusTellsOfEachProjectWhatAnswers() {
    server
        .on("GET /api/v1/status", "{\"version\":\"1.2\",\"projects\":[\"taxi\",\"new\"]}")
        .on("GET /api/v1/projects/taxi", "{\"now\":\"2020-07-01T00:00:00Z\",\"commit\":\"c0ffee\"}")
        .on(
            "GET /api/v1/projects/taxi/models",
            "{\"items\":[{\"name\":\"duration\",\"champion\":3}]}")
        .on(
            "GET /api/v1/projects/taxi/endpoints",
            "{\"items\":[{\"name\":\"trip\",\"model\":\"duration\",\"active\":2,\"previous\":1}]}")
        .on("GET /api/v1/projects/new", "{\"now\":\"\",\"commit\":\"\"}")
        .on("GET /api/v1/projects/new/models", "{\"items\":[]}")
        .on("GET /api/v1/projects/new/endpoints", "{\"items\":[]}");
    assertThat(rondo("status")).isZero();
    assertThat(out)
        .isEqualTo(
            """
            version   1.2
            url       http://127.0.0.1:%d
            projects
              -
                name       taxi
                now        2020-07-01T00:00:00Z
                commit     c0ffee
                endpoints
                  -
                    name      trip
                    model     duration
                    champion  3
                    active    2
              -
                name       new
                now       \s
                commit    \s
                endpoints  []
            """
                .formatted(server.port()));
  }

  @Test
  void aPortThatIsNoneIsSaid() {
    assertThat(alone("status", "--port", "65536")).isEqualTo(1);
    assertThat(err).contains("'65536' is not a port");
    environment.put("RONDO_PORT", "http");
    assertThat(alone("status")).isEqualTo(1);
    assertThat(err).contains("'http' is not a port");
  }

  @Test
  void severalProjectsNeedAName() {
    server
        .on("GET /api/v1/projects", "{\"items\":[{\"name\":\"a\"},{\"name\":\"b\"}]}")
        .on("GET /api/v1/projects/b/models", "{\"items\":[]}");
    assertThat(rondo("models", "list")).isEqualTo(1);
    assertThat(err).contains("2 projects [a, b]; name one with --project");
    assertThat(rondo("models", "list", "--project", "b")).isZero();
    environment.put("RONDO_PROJECT", "b");
    assertThat(rondo("models", "list")).isZero();
  }

  @Test
  void theServerIsFoundByItsHome() throws IOException {
    server.on("GET /api/v1/status", "{}");
    assertThat(alone("status", "--home", home.toString())).isEqualTo(1);
    assertThat(err).contains("No server is running on the home").contains("rondo up");
    Files.writeString(
        home.resolve("server.json"), "{\"url\":\"http://127.0.0.1:" + server.port() + "/\"}");
    environment.put("RONDO_HOME", home.toString());
    assertThat(alone("status")).isZero();
    assertThat(server.asked()).contains("GET /api/v1/status");
    environment.putAll(Map.of("RONDO_USER", "ann", "RONDO_PASSWORD", "a long secret"));
    assertThat(alone("status")).isZero();
    assertThat(server.asked()).contains("GET /api/v1/status [Basic YW5uOmEgbG9uZyBzZWNyZXQ=]");
    Files.writeString(home.resolve("server.json"), "{}");
    assertThat(alone("status")).isEqualTo(1);
    assertThat(err).contains("has no 'url'");
  }

  @Test
  void errorsAreThreeLinesOrOneObject() {
    String problem =
        "{\"code\":\"conflict\",\"detail\":\"Version 3 is not ready.\",\"mistakes\":"
            + "[{\"file\":\"\",\"line\":0,\"column\":0,\"path\":\"/a\",\"message\":\"Bad.\"}]}";
    server.on("GET /api/v1/status", 409, "application/problem+json", problem);
    assertThat(rondo("status")).isEqualTo(5);
    assertThat(out).isEmpty();
    assertThat(err.lines())
        .containsExactly(
            "rondo: 'status' failed.",
            "  Version 3 is not ready.",
            "  - /a: Bad.",
            "  Look at the present state with 'rondo status'.");
    assertThat(rondo("status", "--json")).isEqualTo(5);
    assertThat(err.lines()).hasSize(1);
    assertThat(Json.parse(err).path("code").asString()).isEqualTo("conflict");
    assertThat(Json.parse(err).path("mistakes").get(0).path("path").asString()).isEqualTo("/a");
  }

  @ParameterizedTest
  @CsvSource({"401, 4", "403, 4", "404, 3", "409, 5", "412, 5", "422, 6", "400, 1", "500, 1"})
  void theExitCodeFollowsTheAnswer(int status, int exit) {
    server.on("GET /api/v1/status", status, "text/html", "<h1>no</h1>");
    assertThat(rondo("status")).isEqualTo(exit);
    assertThat(err).contains("The server answered " + status + ": <h1>no</h1>");
  }

  @ParameterizedTest
  @EnumSource(ProblemCode.class)
  void everyProblemHasAnAdviceAndAnExitCode(ProblemCode code) {
    Extra.thrown = Problem.of(code, "why");
    assertThat(alone("extra", "fail")).isPositive();
    assertThat(err.lines()).hasSize(3);
  }

  @Test
  void usageMistakesAreTwo() {
    assertThat(alone("runs", "list", "--limt", "3")).isEqualTo(2);
    assertThat(err).startsWith("rondo: The command line is wrong.\n").contains("rondo help runs");
    assertThat(alone("stauts")).isEqualTo(2);
    assertThat(err).contains("did you mean status");
    assertThat(alone("bogus")).isEqualTo(2);
    assertThat(err).contains("'bogus'.\n").doesNotContain("did you mean");
    assertThat(alone("runs")).isEqualTo(2);
    assertThat(err).contains("'runs' needs one of [list, show, logs]");
    assertThat(alone("models", "promote", "duration", "3")).isEqualTo(2);
    assertThat(err).contains("--reason");
    assertThat(alone("rnus", "--json")).isEqualTo(2);
    assertThat(Json.parse(err).path("code").asString()).isEqualTo("usage");
  }

  @Test
  void noServerAtThePortIsSaid() {
    int port = server.port();
    server.close();
    assertThat(alone("status", "--port", String.valueOf(port))).isEqualTo(1);
    assertThat(err).contains("No server answers at http://127.0.0.1:" + port);
  }

  @Test
  void helpExplainsCommandsAndExitCodes() {
    assertThat(alone()).isZero();
    assertThat(out).contains("pipelines").contains("extra").doesNotContain("\u001b");
    assertThat(alone("help", "runs", "list")).isZero();
    assertThat(out).contains("Usage: rondo runs list").contains("--after");
    assertThat(alone("runs", "list", "--help")).isZero();
    assertThat(alone("help", "exit-codes")).isZero();
    assertThat(out.lines())
        .hasSize(ExitCode.values().length)
        .contains("  3  what was named does not exist");
    assertThat(alone("help", "nothing")).isEqualTo(2);
    assertThat(alone("version")).isZero();
    assertThat(out).startsWith("rondo ");
  }

  @Test
  void aContractIsApprovedForEachConsumer() {
    String path = "POST /api/v1/projects/taxi/contracts/trips/versions/2.0.0/approvals";
    server.on(path, "{\"version\":\"2.0.0\",\"consumer\":\"c\",\"user\":\"ada\"}");
    assertThat(
            rondo(
                "contracts",
                "approve",
                "trips",
                "2.0.0",
                "--consumer",
                "model:a",
                "--consumer",
                "model:b",
                "--comment",
                "Fine."))
        .isZero();
    assertThat(out).startsWith("version\tconsumer\tuser\n").hasLineCount(3);
    assertThat(server.asked())
        .contains(
            path + " {\"consumer\":\"model:a\",\"comment\":\"Fine.\"}",
            path + " {\"consumer\":\"model:b\",\"comment\":\"Fine.\"}");
    assertThat(rondo("contracts", "approve", "trips", "2.0.0")).isEqualTo(2);
    assertThat(err).contains("--consumer");
  }

  @Test
  void changesOfAContractAreSentences() {
    String changes =
        """
        {"from":"1.0.0","to":"2.0.0","needed":"2.0.0","changes":[
          {"needs":"major","sentence":"It is gone. It breaks model:a."}]}
        """;
    server
        .on("GET /api/v1/projects/taxi/contracts/trips/changes", changes)
        .on("GET /api/v1/projects/taxi/contracts/trips/changes?from=1.0.0&to=2.0.0", changes);
    assertThat(rondo("contracts", "changes", "trips")).isZero();
    assertThat(out)
        .isEqualTo(
            "trips 1.0.0 -> 2.0.0, which needs 2.0.0 or later\n"
                + "major\tIt is gone. It breaks model:a.\n");
    assertThat(rondo("contracts", "changes", "trips", "1.0.0", "2.0.0")).isZero();
    assertThat(rondo("contracts", "changes", "trips", "1.0.0")).isEqualTo(2);
    assertThat(err).contains("Name two versions");
  }

  @Test
  void aNounOfTheProgramJoinsItsNamesake() {
    assertThat(alone("contracts", "draft")).isEqualTo(6);
    assertThat(alone("help", "contracts")).isZero();
    assertThat(out).contains("approve", "draft");
  }

  /// Verbs that the program adds to a noun that is there already.
  @Command(name = "contracts", subcommands = MoreContracts.Draft.class)
  static final class MoreContracts implements Callable<Integer> {
    @Override
    public Integer call() {
      return 1;
    }

    @Command(name = "draft")
    static final class Draft implements Callable<Integer> {
      @Override
      public Integer call() {
        return 6;
      }
    }
  }

  /// A command that the program adds.
  @Command(name = "extra", subcommands = Extra.Fail.class)
  static final class Extra implements Callable<Integer> {
    static Problem thrown = Problem.conflict("no");

    @Override
    public Integer call() {
      return 0;
    }

    @Command(name = "fail")
    static final class Fail implements Callable<Integer> {
      @Override
      public Integer call() {
        throw thrown;
      }
    }
  }

  private static byte[] archive(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void theDocsAreUnpackedIntoAFolder() throws IOException {
    server.on(
        "GET /api/v1/projects/taxi/docs",
        archive("index.html", "<h1>", "data/trips/index.html", "<h2>"));
    Path site = home.resolve("site");
    assertThat(rondo("docs", "build", "--out", site.toString())).isZero();
    assertThat(site.resolve("data/trips/index.html")).hasContent("<h2>");
    assertThat(site)
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("."));
    assertThat(out).contains("index.html");
  }

  @Test
  void anArchiveNeverWritesOutsideItsFolder() throws IOException {
    server.on("GET /api/v1/projects/taxi/docs", archive("../evil.html", "x"));
    assertThat(rondo("docs", "build", "--out", home.resolve("site").toString())).isNotZero();
    assertThat(home.resolve("evil.html")).doesNotExist();
    assertThat(err).contains("'../evil.html'");
  }

  @Test
  void aServerThatHasNoDocsSaysSo() {
    assertThat(rondo("docs", "build", "--out", home.resolve("site").toString())).isEqualTo(3);
    assertThat(err).contains("Nothing here.");
  }
}
