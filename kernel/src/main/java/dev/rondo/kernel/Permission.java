package dev.rondo.kernel;

/// What a caller may do in a project. Roles are sets of these; `access` holds the matrix.
public enum Permission {
  READ,
  WRITE_DATA,
  RUN_PIPELINES,
  WRITE_RUNS,
  REGISTER_MODELS,
  PROMOTE_MODELS,
  DEPLOY,
  PREDICT,
  PUSH_CODE,
  APPROVE_CONTRACTS,
  ADMINISTER
}
