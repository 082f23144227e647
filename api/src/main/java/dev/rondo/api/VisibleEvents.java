package dev.rondo.api;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Thing.Kind;
import dev.rondo.kernel.event.Event;
import java.util.List;

/// Which events a caller is told of. Events name things, but not always the experiment or model
/// that they are of; so from whom one of these is hidden is not told of the others of the kind
/// either, unless the event says which it is. Events that are not known here are for those alone
/// from whom nothing is hidden.
public final class VisibleEvents {
  private VisibleEvents() {}

  /// Those of the events that the caller is told of.
  public static List<Event> of(Caller caller, List<Event> events) {
    return isWhole(caller)
        ? events
        : events.stream().filter(event -> isTold(caller, event)).toList();
  }

  private static boolean isTold(Caller caller, Event event) {
    return switch (event.type().split("\\.", 2)[0]) {
      case "experiment" ->
          caller.reach(Permission.READ, Kind.EXPERIMENT).contains(Long.parseLong(event.subject()));
      case "run", "execution", "task" -> isWhole(caller, Kind.EXPERIMENT);
      case "code", "build", "contract", "project", "quality", "quarantine" ->
          caller.may(Permission.READ);
      default -> isWhole(caller);
    };
  }

  private static boolean isWhole(Caller caller) {
    return isWhole(caller, Kind.EXPERIMENT) && isWhole(caller, Kind.REGISTERED_MODEL);
  }

  private static boolean isWhole(Caller caller, Kind kind) {
    return caller.reach(Permission.READ, kind).isWhole();
  }
}
