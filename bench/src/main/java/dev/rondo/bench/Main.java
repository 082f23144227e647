package dev.rondo.bench;

import dev.rondo.cli.RondoCommand;
import java.time.Clock;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// The entry of `rondo bench`.
public final class Main {
  private static final Logger ROOT = Logger.getLogger("");

  private Main() {}

  public static void main(String[] arguments) {
    ROOT.setLevel(Level.SEVERE);
    BenchCommand bench = new BenchCommand(Clock.systemUTC());
    String[] words = Stream.concat(Stream.of("bench"), Stream.of(arguments)).toArray(String[]::new);
    System.exit(RondoCommand.build(List.of(bench)).execute(words));
  }
}
