package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that every command knows, for `@Mixin`.
public final class HomeOptions {
  private static final int LARGEST_PORT = 65_535;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The folder that holds all state (default: rondo in your data folder).")
  private @Nullable Path home;

  @Option(names = "--port", paramLabel = "PORT", description = "The server's port.")
  private int port;

  @Option(names = "--json", description = "Write JSON: one object, or one a line for lists.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  /// The flag's folder, or `RONDO_HOME`, or the default one.
  public Path home(Map<String, String> environment) {
    if (home != null) {
      return home.toAbsolutePath().normalize();
    }
    String variable = environment.getOrDefault("RONDO_HOME", "");
    return variable.isEmpty() ? defaultHome(environment) : Path.of(variable).toAbsolutePath();
  }

  private static Path defaultHome(Map<String, String> environment) {
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    if (!data.isEmpty()) {
      return Path.of(data, "rondo");
    }
    Path user = Path.of(System.getProperty("user.home"));
    boolean isMac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    return isMac
        ? user.resolve("Library/Application Support/rondo")
        : user.resolve(".local/share/rondo");
  }

  /// The flag's port, or `RONDO_PORT`; 0 when neither is given.
  public int port(Map<String, String> environment) {
    String variable = environment.getOrDefault("RONDO_PORT", "");
    String text = port != 0 || variable.isEmpty() ? String.valueOf(port) : variable;
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > LARGEST_PORT) {
      throw Problem.invalid(
          "'%s' is not a port: --port and RONDO_PORT take a number up to %d.", text, LARGEST_PORT);
    }
    return Integer.parseInt(text);
  }

  public boolean isJson() {
    return json;
  }
}
