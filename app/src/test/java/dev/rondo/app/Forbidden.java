package dev.rondo.app;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Calls that only named places may make.
///
/// @param what in words, for the failing test's message
/// @param places classes, or packages when they end with a dot
record Forbidden(String what, Predicate<JavaAccess<?>> calls, List<Place> places) {

  /// Where it is allowed, and why.
  record Place(String name, String reason) {
    boolean holds(String className) {
      return name.endsWith(".")
          ? className.startsWith(name)
          : className.split("\\$")[0].equals(name);
    }
  }

  static final List<Forbidden> LIST =
      List.of(
          new Forbidden(
              "reads the wall clock (pass in an InstantSource)",
              access ->
                  isCall(access, "java.lang.System", "currentTimeMillis")
                      || isCall(access, "java.time.InstantSource", "system")
                      || isNamed(
                          access, "java.time.Clock", Set.of("systemUTC", "systemDefaultZone"))
                      || (owner(access).startsWith("java.time.") && name(access).equals("now"))
                      || owner(access).equals("java.util.Date"),
              List.of(
                  new Place("dev.rondo.app.", "the assembly hands out the one clock"),
                  new Place(
                      "dev.rondo.quality.check.DataCheck",
                      "a check in one line has no assembly around it"))),
          new Forbidden(
              "draws random numbers without a seed (pass in a generator, a seed or an IdSource)",
              access ->
                  isCall(access, "java.lang.Math", "random")
                      || isCall(access, "java.util.concurrent.ThreadLocalRandom", "current")
                      || isCall(access, "java.util.UUID", "randomUUID")
                      || owner(access).equals("java.security.SecureRandom")
                      || isUnseeded(access),
              List.of(
                  new Place("dev.rondo.kernel.IdSource", "ids in production are unpredictable"),
                  new Place("dev.rondo.access.", "secrets are unpredictable"),
                  new Place("dev.rondo.kernel.secret.", "keys and nonces are unpredictable"),
                  new Place("dev.rondo.app.", "the assembly hands out generators"))),
          new Forbidden(
              "writes to the process's own streams",
              access ->
                  isNamed(access, "java.lang.System", Set.of("out", "err", "setOut", "setErr"))
                      || (name(access).equals("printStackTrace") && hasNoParameters(access)),
              List.of(
                  new Place("dev.rondo.cli.Terminal", "the one place that knows the terminal"),
                  new Place(
                      "dev.rondo.kernel.child.ChildMain",
                      "keeps what libraries print out of the child's answers"))),
          new Forbidden(
              "sleeps (wait for a condition instead)",
              access -> isCall(access, "java.lang.Thread", "sleep"),
              List.of()),
          new Forbidden(
              "ends the process",
              access -> isCall(access, "java.lang.System", "exit") || name(access).equals("halt"),
              List.of(new Place("dev.rondo.app.", "the program's entry gives the exit code"))),
          new Forbidden(
              "throws a bare exception (throw a Problem, or one that names the mistake)",
              Forbidden::isBareException,
              List.of()),
          new Forbidden(
              "opens HTTP connections by itself (calls out go through the client in kernel)",
              access -> owner(access).startsWith("java.net.http.HttpClient"),
              List.of(
                  new Place("dev.rondo.kernel.", "the one client, with the rules for calls out"),
                  new Place("dev.rondo.cli.", "the command is a client of its server, no more"),
                  new Place("dev.rondo.app.", "the demo's replay is a client of its server"))));

  boolean isAllowedIn(String className) {
    return places.stream().anyMatch(place -> place.holds(className));
  }

  private static String owner(JavaAccess<?> access) {
    return access.getTargetOwner().getName();
  }

  private static String name(JavaAccess<?> access) {
    return access.getTarget().getName();
  }

  private static boolean isCall(JavaAccess<?> access, String owner, String name) {
    return owner(access).equals(owner) && name(access).equals(name);
  }

  private static boolean isNamed(JavaAccess<?> access, String owner, Set<String> names) {
    return owner(access).equals(owner) && names.contains(name(access));
  }

  private static boolean isUnseeded(JavaAccess<?> access) {
    return Set.of("java.util.Random", "java.util.SplittableRandom").contains(owner(access))
        && name(access).equals("<init>")
        && hasNoParameters(access);
  }

  private static boolean hasNoParameters(JavaAccess<?> access) {
    return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget unit
        && unit.getRawParameterTypes().isEmpty();
  }

  /// Made to be thrown; the constructor of an exception of ours calls it, too, and may.
  private static boolean isBareException(JavaAccess<?> access) {
    boolean isBare =
        Set.of("java.lang.RuntimeException", "java.lang.Exception", "java.lang.Error")
                .contains(owner(access))
            && name(access).equals("<init>");
    return isBare && !(access.getOrigin() instanceof JavaCodeUnit unit && isSuperCall(unit));
  }

  private static boolean isSuperCall(JavaCodeUnit unit) {
    return unit.isConstructor() && unit.getOwner().isAssignableTo(Throwable.class);
  }
}
