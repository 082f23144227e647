package dev.rondo.app;

import dev.rondo.cli.RondoCommand;
import java.util.List;

/// The program's entry.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(RondoCommand.build(List.of(new Rehearsal())).execute(arguments));
  }
}
