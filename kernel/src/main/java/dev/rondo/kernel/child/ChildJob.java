package dev.rondo.kernel.child;

import tools.jackson.databind.node.ObjectNode;

/// What a child process can do when it is asked by name. Large inputs and outputs travel as files
/// that the request names.
@FunctionalInterface
public interface ChildJob {
  /// Does the work. Whatever it throws reaches the asking process as a problem.
  ObjectNode run(ObjectNode request) throws Exception;
}
