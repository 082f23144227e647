package dev.rondo.cli;

import picocli.CommandLine.Command;

@Command(name = "status", description = "Show how the server and its components are.")
final class StatusCommand extends ClientCommand {
  @Override
  void run(Api api) {
    showObject(api.get("status"));
  }
}
