package dev.rondo.loop;

import dev.rondo.access.Access;
import dev.rondo.delivery.BuildCheck;
import dev.rondo.delivery.BuildLog;
import dev.rondo.delivery.PushedCode;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The stage of a build that asks whether whoever pushed may do what the commit makes the loop do
/// by itself. What triggers start has the rights of the platform, so that the loop goes on whoever
/// is there; so they are asked for here, for all that differs from the last good build.
public final class PushRights implements BuildCheck {
  private static final Set<Permission> ALL = EnumSet.allOf(Permission.class);
  private static final Set<Permission> OF_ANYBODY =
      EnumSet.of(Permission.READ, Permission.PUSH_CODE);

  private final Access access;
  private final Function<Caller, Map<String, byte[]>> last;

  /// @param last the files of the last good build, by path; none before the first
  public PushRights(Access access, Function<Caller, Map<String, byte[]>> last) {
    this.access = access;
    this.last = last;
  }

  @Override
  public String name() {
    return "rights";
  }

  @Override
  public void check(Caller caller, PushedCode code, BuildLog log) {
    Caller pusher = pusher(new Caller(code.user(), caller.project(), ALL));
    if (pusher.isPlatform()) {
      log.say(
          "Who pushed this commit is not known: it may change what takes the permission to push code alone.");
    }
    List<Mistake> mistakes =
        Powers.of(code.files()).since(Powers.ofOlder(last.apply(caller))).stream()
            .filter(change -> !pusher.permissions().containsAll(change.needed()))
            .map(change -> refused(change, pusher))
            .toList();
    if (!mistakes.isEmpty()) {
      throw Problem.invalidFile(mistakes);
    }
    log.say("'%s' may do all that the commit makes the loop do.".formatted(code.user()));
  }

  /// No part of the platform pushes: where one is named, nobody knows who did.
  private Caller pusher(Caller named) {
    return named.isPlatform()
        ? new Caller(named.user(), named.project(), OF_ANYBODY)
        : access.now(named);
  }

  private static Mistake refused(Powers.Change change, Caller pusher) {
    String lacking =
        change.needed().stream()
            .filter(one -> !pusher.may(one))
            .sorted()
            .map(Permission::text)
            .collect(Collectors.joining(", "));
    return change
        .place()
        .mistake(
            "%s since the last good build. That takes the permission to %s, %s: let somebody push who may."
                .formatted(change.what(), lacking, lack(pusher)));
  }

  private static String lack(Caller pusher) {
    return pusher.isPlatform()
        ? "and who pushed this commit is not known"
        : "which '" + pusher.user() + "' lacks";
  }
}
