package dev.rondo.ledger;

/// How the tables know a run.
///
/// @param experiment the key of its experiment, which is kept beside what is searched by, so that
///   an index can begin with it
record RunKey(long key, long experiment, String project, boolean isDeleted, boolean isSilent) {}
