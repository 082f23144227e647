package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "users",
    description = "Who may sign in: list, add, remove, role, password.",
    subcommands = {
      UsersCommand.Listing.class,
      UsersCommand.Add.class,
      UsersCommand.Remove.class,
      UsersCommand.ARole.class,
      UsersCommand.Password.class
    })
final class UsersCommand extends Group {

  @Command(name = "list", description = "List the users with their roles.")
  static final class Listing extends ClientCommand {
    @Override
    void run(Api api) {
      showList(api.get("users"), "name", "administrator", "roles", "created");
    }
  }

  /// What is done with one user.
  abstract static class OfUser extends ClientCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "The user's name.")
    private String name = "";

    final String name() {
      return name;
    }

    final void change(Api api, String verb, ObjectNode body) {
      showObject(api.post(Api.path("users", name, verb), body));
    }
  }

  @Command(
      name = "add",
      description = "Add a user. The password is asked for, or the first line of standard input.")
  static final class Add extends OfUser {
    @Option(names = "--administrator", description = "They may do everything in all projects.")
    private boolean isAdministrator;

    @Override
    void run(Api api) {
      showObject(
          api.post(
              "users",
              Json.object()
                  .put("name", name())
                  .put("password", NewPassword.read(name()))
                  .put("administrator", isAdministrator)));
    }
  }

  @Command(name = "remove", description = "Remove a user; what they made stays.")
  static final class Remove extends OfUser {
    @Override
    void run(Api api) {
      change(api, "remove", Json.object());
    }
  }

  @Command(name = "role", description = "Give a user a role in the project.")
  static final class ARole extends OfUser {
    @Parameters(index = "1", paramLabel = "ROLE", description = "Such as data-scientist.")
    private String role = "";

    @Option(names = "--remove", description = "Take them the role instead.")
    private boolean isRemoved;

    @Override
    void run(Api api) {
      showObject(
          api.post(
              Api.path("projects", project(api), "users", name(), "roles"),
              Json.object().put("role", role).put("remove", isRemoved)));
    }
  }

  @Command(
      name = "password",
      description =
          "Change a user's password. The new one is asked for, or the first line of standard input.")
  static final class Password extends OfUser {
    @Override
    void run(Api api) {
      ObjectNode body = Json.object().put("password", NewPassword.read(name()));
      if (name().equals(terminal().variable(ServerAddress.USER))) {
        body.put("current", terminal().variable(ServerAddress.PASSWORD));
      }
      change(api, "password", body);
    }
  }
}
