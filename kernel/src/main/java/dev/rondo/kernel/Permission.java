package dev.rondo.kernel;

import java.util.Locale;

/// What a caller may do in a project. Roles are sets of these; `access` holds the matrix.
public enum Permission {
  READ(Scope.THINGS),
  WRITE_DATA(Scope.PROJECT),
  RUN_PIPELINES(Scope.PROJECT),
  WRITE_RUNS(Scope.THINGS),
  REGISTER_MODELS(Scope.THINGS),
  /// Deletes and restores what was logged and registered, and says who may do what with it. Who
  /// made a thing may do so without.
  MANAGE(Scope.THINGS),
  PROMOTE_MODELS(Scope.PROJECT),
  DEPLOY(Scope.PROJECT),
  PREDICT(Scope.PROJECT),
  PUSH_CODE(Scope.PROJECT),
  APPROVE_CONTRACTS(Scope.PROJECT),
  ADMINISTER(Scope.PROJECT);

  private enum Scope {
    PROJECT,
    THINGS
  }

  private final Scope scope;

  Permission(Scope scope) {
    this.scope = scope;
  }

  /// In words, such as `write runs`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// Whether it is to do something with a [Thing], so that a [Level] on one takes the place of the
  /// roles; else only roles give it.
  public boolean isOfThings() {
    return scope == Scope.THINGS;
  }
}
