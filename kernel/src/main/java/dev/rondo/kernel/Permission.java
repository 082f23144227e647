package dev.rondo.kernel;

/// What a caller may do in a project. Roles are sets of these; `access` holds the matrix.
public enum Permission {
  READ,
  WRITE_DATA,
  RUN_PIPELINES,
  WRITE_RUNS,
  REGISTER_MODELS,
  /// Deletes and restores what was logged and registered, and says who may do what with it. Who
  /// made a thing may do so without.
  MANAGE,
  PROMOTE_MODELS,
  DEPLOY,
  PREDICT,
  PUSH_CODE,
  APPROVE_CONTRACTS,
  ADMINISTER
}
