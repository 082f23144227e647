package dev.rondo.registry.scan;

import dev.rondo.registry.scan.Finding.Severity;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Judges the pickles of a file, one after another until something else begins, as older PyTorch
/// files are. The first protocols have no mark at the beginning, so every file is read as one; but
/// bytes that only happen to be opcodes are none.
final class Pickles {
  private static final int MOST_FINDINGS = 1_000;
  private static final Set<String> CALLS = Set.of("REDUCE", "INST", "OBJ", "NEWOBJ", "NEWOBJ_EX");
  private static final Pattern PLAIN = Pattern.compile("\\w+ [\\w.<>]+");

  private final String path;
  private final List<Finding> findings = new ArrayList<>();

  private Pickles(String path) {
    this.path = path;
  }

  /// @param isNamed whether the file is said to be a pickle
  static List<Finding> look(String path, BufferedInputStream in, boolean isNamed)
      throws IOException {
    Pickles pickles = new Pickles(path);
    boolean isFirst = true;
    while (pickles.next(in, isNamed && isFirst)) {
      isFirst = false;
      if (pickles.findings.size() > MOST_FINDINGS) {
        pickles.findings.add(Contents.beyond(path));
        break;
      }
    }
    return pickles.findings;
  }

  /// @return whether another may follow
  private boolean next(BufferedInputStream in, boolean isNamed) throws IOException {
    byte[] start = Contents.peek(in);
    if (start.length == 0) {
      return false;
    }
    boolean isMarked =
        start.length > 1 && (start[0] & 0xff) == 0x80 && start[1] >= 2 && start[1] <= 5;
    PickleReader.Program program = PickleReader.read(in);
    if (isNamed || isMarked || isOne(program)) {
      judge(program);
      end(program, isNamed, isMarked);
    }
    return program.isWhole();
  }

  /// What was not said to be a pickle is one when it imports something by a real name, and either
  /// comes to its end, or has called or imported what it should not before.
  private static boolean isOne(PickleReader.Program program) {
    List<String> plain =
        program.imports().stream().filter(one -> PLAIN.matcher(one).matches()).toList();
    return program.isWhole() && !program.imports().isEmpty()
        || !plain.isEmpty()
            && (program.isBeyond()
                || program.calls().stream().anyMatch(CALLS::contains)
                || plain.stream().anyMatch(Pickles::isDangerous));
  }

  private static boolean isDangerous(String imported) {
    return severity(imported).equals(Optional.of(Severity.DANGEROUS));
  }

  private static Optional<Severity> severity(String imported) {
    return Imports.judge(imported.substring(imported.indexOf(' ') + 1));
  }

  private void judge(PickleReader.Program program) {
    Map<Severity, List<String>> bySeverity = new EnumMap<>(Severity.class);
    for (String one : program.imports()) {
      severity(one)
          .ifPresent(known -> bySeverity.computeIfAbsent(known, _ -> new ArrayList<>()).add(one));
    }
    String calls = String.join(", ", program.calls().stream().sorted().toList());
    bySeverity.forEach((severity, imports) ->
        imports.forEach(one -> add(severity, calls.isEmpty() ? one : one + ", with " + calls)));
    if (bySeverity.isEmpty() && program.isWhole()) {
      add(
          Severity.CAUTION,
          "It is a pickle: whoever loads it runs what it says. It imports "
              + (program.imports().isEmpty() ? "nothing." : "only what models are made of."));
    }
  }

  private void end(PickleReader.Program program, boolean isNamed, boolean isMarked) {
    if (program.isBeyond()) {
      findings.add(Contents.beyond(path));
    } else if (!program.isWhole() && (isNamed || !program.imports().isEmpty())) {
      cut(program, isMarked);
    }
  }

  private void cut(PickleReader.Program program, boolean isMarked) {
    boolean hasArrays =
        program.imports().stream().anyMatch(one -> one.contains("joblib.numpy_pickle"));
    if (hasArrays) {
      add(
          Severity.CAUTION,
          "It is a pickle with arrays in between; only what comes before the first was looked at.");
    } else if (isMarked) {
      findings.add(Contents.broken(path, "It is a damaged pickle."));
    } else {
      add(
          Severity.CAUTION,
          "It cannot be read as a pickle to its end; whoever loads it as one may run code.");
    }
  }

  private void add(Severity severity, String text) {
    findings.add(new Finding(path, severity, text));
  }
}
