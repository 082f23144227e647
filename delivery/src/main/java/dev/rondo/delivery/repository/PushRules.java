package dev.rondo.delivery.repository;

import dev.rondo.kernel.Problem;
import java.io.IOException;
import java.util.Collection;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceiveCommand.Result;
import org.eclipse.jgit.transport.ReceiveCommand.Type;
import org.eclipse.jgit.transport.ReceivePack;

/// Decides on each command of a push before any reference moves: `main` only grows, tags never
/// move, names are plain, and what comes to `main` can be read by a build. A push is taken whole or
/// not at all.
final class PushRules implements PreReceiveHook {
  static final String MAIN = Constants.R_HEADS + "main";
  private static final Pattern NAME =
      Pattern.compile("refs/(heads|tags)/[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}");

  private final RepositoryLimits limits;

  PushRules(RepositoryLimits limits) {
    this.limits = limits;
  }

  @Override
  public void onPreReceive(ReceivePack push, Collection<ReceiveCommand> commands) {
    commands.forEach(command -> decide(push, command));
    if (commands.stream().anyMatch(command -> command.getResult() != Result.NOT_ATTEMPTED)) {
      commands.stream()
          .filter(command -> command.getResult() == Result.NOT_ATTEMPTED)
          .forEach(command ->
              command.setResult(
                  Result.REJECTED_OTHER_REASON, "another part of this push was refused"));
    }
  }

  private void decide(ReceivePack push, ReceiveCommand command) {
    try {
      check(push, command);
    } catch (Problem e) {
      refuse(push, command, e.text());
    } catch (IOException e) {
      refuse(push, command, "The commit cannot be read: " + e.getMessage());
    }
  }

  private void check(ReceivePack push, ReceiveCommand command) throws IOException {
    String name = command.getRefName();
    if (!NAME.matcher(name).matches() || !Repository.isValidRefName(name)) {
      throw Problem.invalid(
          "'%s' is not a name for a branch or tag: use letters, digits and . _ / + - under"
              + " refs/heads/ or refs/tags/.",
          name);
    }
    if (name.startsWith(Constants.R_TAGS) && command.getType() != Type.CREATE) {
      throw Problem.conflict("A tag never moves: push '%s' under a new name.", name);
    }
    if (name.equals(MAIN)) {
      checkMain(push, command);
    }
  }

  private void checkMain(ReceivePack push, ReceiveCommand command) throws IOException {
    if (command.getType() == Type.DELETE) {
      throw Problem.conflict("The branch main cannot be deleted.");
    }
    if (command.getType() == Type.UPDATE_NONFASTFORWARD) {
      throw Problem.conflict(
          "The branch main only grows: pull its newest commits, then push yours on top.");
    }
    var walk = push.getRevWalk();
    RevObject head = walk.parseAny(command.getNewId());
    if (head.getType() != Constants.OBJ_COMMIT) {
      throw Problem.invalid("The branch main must point at a commit.");
    }
    new SourceTree(walk.getObjectReader(), limits).check(walk.parseCommit(head));
  }

  private static void refuse(ReceivePack push, ReceiveCommand command, String reason) {
    Repositories.tell(push, "Refused: " + reason);
    command.setResult(Result.REJECTED_OTHER_REASON, reason);
  }
}
