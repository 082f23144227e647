package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "approve", description = "Approve of a version in a role, or reject it.")
final class ApproveCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String model = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version.")
  private String version = "";

  @Option(
      names = "--as",
      required = true,
      paramLabel = "ROLE",
      description = "The role, such as business-stakeholder.")
  private String role = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it stands in the history.")
  private String reason = "";

  @Option(names = "--reject", description = "Reject it instead.")
  private boolean isRejected;

  @Override
  void run(Api api) {
    showObject(
        api.post(
            inProject(api, "models", model, "versions", version, "approvals"),
            Json.object()
                .put("role", role)
                .put("verdict", isRejected ? "rejected" : "approved")
                .put("reason", reason)));
  }
}
