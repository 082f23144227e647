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
    Caller pusher = access.now(new Caller(code.user(), caller.project(), ALL));
    List<Mistake> mistakes =
        Powers.of(code.files()).since(Powers.ofOlder(last.apply(caller))).stream()
            .filter(power -> !pusher.permissions().containsAll(power.needed()))
            .map(power -> refused(power, pusher))
            .toList();
    if (!mistakes.isEmpty()) {
      throw Problem.invalidFile(mistakes);
    }
    log.say("'%s' may do all that the commit makes the loop do.".formatted(code.user()));
  }

  private static Mistake refused(Powers.Power power, Caller pusher) {
    String lacking =
        power.needed().stream()
            .filter(one -> !pusher.may(one))
            .sorted()
            .map(Permission::text)
            .collect(Collectors.joining(", "));
    return new Mistake(
        power.file(),
        0,
        0,
        "",
        "%s differs from what runs. To change it takes the permission to %s, which '%s' lacks: let somebody push it who may."
            .formatted(power.name(), lacking, pusher.user()));
  }
}
