/// Workflow orchestration (C3): a durable engine for pipelines of steps.
@NullMarked
package dev.rondo.workflow;

import org.jspecify.annotations.NullMarked;
