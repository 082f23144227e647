package dev.rondo.quality.check;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.source.Progress;
import dev.rondo.data.source.RowReader;
import dev.rondo.data.source.RowSource;
import dev.rondo.data.source.SourceOptions;
import dev.rondo.data.source.SourceSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.http.OutgoingRules;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Contract;
import dev.rondo.quality.HistoryFile;
import dev.rondo.quality.custom.CustomCode;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.suite.Suite;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A check of rows from anywhere, in one line:
///
/// ```java
/// CheckResult result = DataCheck.of(Path.of("orders.csv")).against(Path.of("orders.suite.yaml"));
/// ```
///
/// Nothing has to be registered before it, and nothing is left behind: every check opens a confined
/// session with a temporary folder of its own and closes both. Immutable and thread-safe; the
/// methods that say more return another check.
public final class DataCheck {
  /// Names that a check gives its own relations.
  private static final Pattern TAKEN =
      Pattern.compile("(rows|rows_as_text|batch)(_.*)?", Pattern.CASE_INSENSITIVE);

  private final RowSource source;
  private final Means means;
  private final Wishes wishes;

  /// What a check is made with.
  ///
  /// @param loader brings the rows in another way than the reader
  record Means(SqlEngine engine, RowReader reader, Optional<RowLoader> loader) {}

  private DataCheck(RowSource source, Means means, Wishes wishes) {
    this.source = source;
    this.means = means;
    this.wishes = wishes;
  }

  /// Checks a file, or the files of a folder.
  public static DataCheck of(Path file) {
    return of(file.toString());
  }

  /// Checks rows where words say they are: a path, a glob, `https://…`, `postgresql://…?table=…`.
  ///
  /// @see RowSource#parse
  public static DataCheck of(String... locations) {
    return of(RowSource.parse(List.of(locations), SourceOptions.USUAL));
  }

  /// Checks rows of any kind, read as their options say.
  public static DataCheck of(RowSource source) {
    RowReader reader =
        new RowReader(Progress.SILENT, new OutgoingHttp(OutgoingRules.USUAL), System.getenv());
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    return new DataCheck(
        source, new Means(SqlEngine.usual(temporary), reader, Optional.empty()), Wishes.NONE);
  }

  /// With a reader that knows more, such as snapshots of a home, or hosts to be trusted.
  public DataCheck readBy(RowReader reader) {
    return new DataCheck(source, new Means(means.engine, reader, means.loader), wishes);
  }

  /// With rows that come into the session in another way; the source only says which folders it may
  /// read.
  public DataCheck loadedBy(RowLoader loader) {
    return new DataCheck(
        source, new Means(means.engine, means.reader, Optional.of(loader)), wishes);
  }

  /// On another engine, in whose temporary folder the check has its own.
  public DataCheck on(SqlEngine engine) {
    return new DataCheck(source, new Means(engine, means.reader, means.loader), wishes);
  }

  /// With another table that expectations and contracts may speak of.
  ///
  /// @throws Problem when a check needs the name for itself
  public DataCheck table(String name, RowSource rows) {
    if (TAKEN.matcher(name).matches()) {
      throw Problem.invalid(
          "A check needs the name '%s' for its own rows; give the other table another one.", name);
    }
    return beside(wishes.beside().table(name, rows));
  }

  /// With a stored profile that stands for a table of this name.
  public DataCheck profile(String name, Profile profile) {
    return beside(wishes.beside().profile(name, profile));
  }

  /// With a file of what earlier checks measured, to which this check's is added. Checks of the
  /// same moment count once.
  public DataCheck history(Path file) {
    return beside(wishes.beside().history(new HistoryFile(file)));
  }

  /// With Java of one's own that a suite may name.
  public DataCheck code(CustomCode code) {
    return beside(wishes.beside().code(code));
  }

  /// With a value for a parameter of the suite: a text, a number, a boolean, a list or a map.
  public DataCheck parameter(String name, Object value) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>(wishes.parameters());
    parameters.put(name, Json.MAPPER.valueToTree(value));
    return wishing(wishes.with(parameters));
  }

  /// With so much of the suite's results, whatever the suite says.
  public DataCheck resultFormat(ResultFormat format) {
    return wishing(wishes.with(format));
  }

  /// With values of these columns masked in what is found, as those are that a contract beside a
  /// suite classifies.
  public DataCheck masking(Set<String> columns) {
    return wishing(wishes.masking(columns));
  }

  /// Ends with `timed-out` when the check takes longer.
  public DataCheck timeLimit(Duration limit) {
    return wishing(wishes.with(limit));
  }

  /// The moment that the rows stand for: ages are measured at it, and history counts up to it.
  public DataCheck at(EventTime now) {
    return wishing(wishes.with(now));
  }

  /// With a profile of the rows beside the verdicts.
  public DataCheck profiled() {
    return wishing(wishes.withProfile());
  }

  private DataCheck beside(Beside other) {
    return wishing(wishes.with(other));
  }

  private DataCheck wishing(Wishes others) {
    return new DataCheck(source, means, others);
  }

  /// Checks by a file, which is a suite (of YAML, or JSON of Great Expectations) or a contract.
  ///
  /// @throws Problem `invalid-file` with every mistake of the file, `invalid-data` with the place
  ///   of everything in the rows that cannot be read
  public CheckResult against(Path file) {
    return against(Expected.read(file));
  }

  /// Checks by the text of a suite or a contract.
  public CheckResult against(String text) {
    return against(Expected.parse("", text));
  }

  public CheckResult against(Suite suite) {
    return against(Expected.NOTHING.with(suite));
  }

  public CheckResult against(Contract contract) {
    return against(Expected.NOTHING.with(contract));
  }

  /// Checks by a suite, a contract, or both.
  public CheckResult against(Expected expected) {
    Expected whole = expected.with(wishes.parameters());
    Expected asked = wishes.format().map(whole::with).orElse(whole);
    List<RowSource> sources = new ArrayList<>(wishes.beside().tables().values());
    sources.addFirst(source);
    try (SourceSession session = SourceSession.open(means.engine, means.reader, sources)) {
      CheckRun run = new CheckRun(session, source, means.loader, asked, wishes, now());
      return wishes.limit().map(limit -> session.within(limit, run::run)).orElseGet(run::run);
    }
  }

  private EventTime now() {
    return wishes
        .at()
        .orElseGet(
            () -> new EventTime(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS)));
  }
}
