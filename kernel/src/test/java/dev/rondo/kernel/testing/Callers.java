package dev.rondo.kernel.testing;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.ProjectName;
import java.util.Set;

/// Callers for tests.
public final class Callers {
  /// May do everything in project `test`.
  public static final Caller ALL = Caller.platform("test", new ProjectName("test"));

  /// May do nothing in project `test`.
  public static final Caller NONE = new Caller("nobody", new ProjectName("test"), Set.of());

  private Callers() {}
}
