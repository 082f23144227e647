package dev.rondo.workflow;

import java.util.BitSet;
import java.util.List;

/// What the core decided.
///
/// @param changed the positions whose entries differ from before
record Decision(ExecutionState state, BitSet changed, List<Command> commands) {}
