package dev.rondo.loop.source;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.CheckContext;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/// Tries a source's rules and contract on the beginning of a file, before they are let near all of
/// the data.
public final class Sample {
  private static final int BYTES = 1 << 20;

  private Sample() {}

  /// The first of the source's files, by name; empty when there is none yet.
  public static Optional<Path> file(SourceDefinition source, Path data) {
    return SourceFiles.list(source, data).stream().findFirst();
  }

  /// Checks the rows in the file's first megabyte. Rules on the whole table are not judged: they
  /// are about all rows.
  ///
  /// @return how many rows keep the contract, and which rules the others break
  /// @throws Problem when the rules fail, a column is missing, or no row at all keeps the contract
  public static QualityResult check(
      SqlSession session, SourceDefinition source, Contract contract, Path file) {
    String name = file.getFileName().toString();
    Path head = session.scratch().resolve(name);
    try {
      Files.write(head, head(file));
      Ingest.createBatch(session, source, SourceFiles.stage(session, source, head).rows());
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA, "The file '" + file + "' cannot be read: " + e.getMessage(), e);
    } finally {
      delete(head);
    }
    CheckContext context = new CheckContext(EventTime.parse("1970-01-01"), name);
    QualityResult result = ContractCheck.check(session, "batch", contract, context);
    if (result.read() > 0 && result.accepted() == 0) {
      throw noneKeeps(result, contract, name);
    }
    return result;
  }

  private static Problem noneKeeps(QualityResult result, Contract contract, String name) {
    RuleResult most =
        result.failed().stream()
            .filter(rule -> !rule.wholeTable())
            .max(Comparator.comparingLong(RuleResult::breaches))
            .orElseThrow();
    return Problem.of(
        ProblemCode.CONTRACT_BROKEN,
        "None of the first %,d rows of '%s' keeps the contract %s; %,d break '%s': %s",
        result.read(),
        name,
        contract,
        most.breaches(),
        most.rule(),
        most.sentence());
  }

  /// The file's beginning, up to the end of a line.
  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(BYTES);
      if (head.length < BYTES) {
        return head;
      }
      boolean isWide = (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe;
      int end = head.length - 1;
      while (end > 0 && !(head[end] == '\n' && (!isWide || end % 2 == 0))) {
        end--;
      }
      return Arrays.copyOf(head, end + (isWide ? 2 : 1));
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.getLogger(Sample.class.getName())
          .log(System.Logger.Level.DEBUG, "A sample stays until the session ends.", e);
    }
  }
}
