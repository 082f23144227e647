package dev.rondo.workflow;

import dev.rondo.kernel.Caller;

/// An execution that the loop works on. The state is replaced only when its successor is durable.
/// Confined to the loop once it was admitted.
final class Active {
  final long key;
  final ExecutionId id;
  final Caller caller;
  final boolean usesCache;
  ExecutionState state;

  Active(long key, ExecutionId id, Caller caller, boolean usesCache, ExecutionState state) {
    this.key = key;
    this.id = id;
    this.caller = caller;
    this.usesCache = usesCache;
    this.state = state;
  }
}
