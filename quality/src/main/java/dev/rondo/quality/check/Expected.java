package dev.rondo.quality.check;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractParser;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What is expected of rows: a suite, a contract, or both.
///
/// @param parameters of the suite
public record Expected(
    Optional<Suite> suite, Optional<Contract> contract, Map<String, JsonNode> parameters) {

  /// Nothing yet.
  public static final Expected NOTHING = new Expected(Optional.empty(), Optional.empty(), Map.of());

  public Expected {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /// Reads a file, which is a suite or a contract.
  ///
  /// @throws Problem `invalid-file` when it is not there or wrong, with every mistake
  public static Expected read(Path file) {
    return parse(file.toString(), text(file));
  }

  /// Reads a suite or a contract; which of them it is, its keys tell.
  ///
  /// @param file the path that mistakes are reported with
  /// @throws Problem `invalid-file` with every mistake
  public static Expected parse(String file, String text) {
    return isContract(file, text)
        ? NOTHING.with(ContractParser.parse(file, text))
        : NOTHING.with(Suite.parse(file, text));
  }

  private static boolean isContract(String file, String text) {
    try {
      JsonNode root = Yaml.parse(file, text).root();
      return root.has("apiVersion") || root.path("kind").asString("").equals("DataContract");
    } catch (Problem e) {
      return false;
    }
  }

  /// The text of a file that says what is expected.
  ///
  /// @throws Problem `invalid-file` when there is none: what people write is wrong, not the data
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw Problem.wrap(ProblemCode.INVALID_FILE, "There is no file '" + file + "'.", e);
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_FILE, "'" + file + "' cannot be read: " + e.getMessage(), e);
    }
  }

  public Expected with(Suite other) {
    return new Expected(Optional.of(other), contract, parameters);
  }

  public Expected with(Contract other) {
    return new Expected(suite, Optional.of(other), parameters);
  }

  /// With values for the suite's parameters, beside those that there are.
  public Expected with(Map<String, JsonNode> more) {
    Map<String, JsonNode> all = new LinkedHashMap<>(parameters);
    all.putAll(more);
    return new Expected(suite, contract, all);
  }

  /// With so much of the suite's results.
  public Expected with(ResultFormat format) {
    return new Expected(suite.map(one -> one.with(format)), contract, parameters);
  }

  public boolean isNothing() {
    return suite.isEmpty() && contract.isEmpty();
  }
}
