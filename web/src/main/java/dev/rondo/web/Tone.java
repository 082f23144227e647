package dev.rondo.web;

import dev.rondo.delivery.BuildStatus;
import dev.rondo.delivery.ReleaseStatus;
import dev.rondo.delivery.StageStatus;
import dev.rondo.ledger.LoggedModel;
import dev.rondo.ledger.RunStatus;
import dev.rondo.ledger.trace.TraceState;
import dev.rondo.loop.evaluation.Decision;
import dev.rondo.monitoring.WindowResult;
import dev.rondo.quality.docs.State;
import dev.rondo.registry.Evaluation;
import dev.rondo.registry.VersionStatus;
import dev.rondo.registry.scan.Finding;
import dev.rondo.serving.DeploymentState;
import dev.rondo.workflow.ExecutionStatus;
import dev.rondo.workflow.TaskStatus;
import java.util.Locale;

/// How a state feels at a glance. A page shows it as a colour with a sign and a word.
enum Tone {
  GOOD,
  BUSY,
  WARN,
  BAD,
  IDLE;

  /// The class in the style sheet.
  String css() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Tone of(RunStatus status) {
    return switch (status) {
      case SCHEDULED -> IDLE;
      case RUNNING -> BUSY;
      case FINISHED -> GOOD;
      case FAILED -> BAD;
      case KILLED -> WARN;
    };
  }

  static Tone of(LoggedModel.Status status) {
    return switch (status) {
      case PENDING -> BUSY;
      case READY -> GOOD;
      case FAILED -> BAD;
    };
  }

  static Tone of(TraceState state) {
    return switch (state) {
      case OK -> GOOD;
      case ERROR -> BAD;
      case IN_PROGRESS -> BUSY;
      case STATE_UNSPECIFIED -> IDLE;
    };
  }

  static Tone of(ExecutionStatus status) {
    return switch (status) {
      case QUEUED -> IDLE;
      case RUNNING -> BUSY;
      case SUCCEEDED -> GOOD;
      case FAILED -> BAD;
      case CANCELLED -> WARN;
    };
  }

  static Tone of(TaskStatus status) {
    return switch (status) {
      case PENDING, SKIPPED -> IDLE;
      case WAITING, CANCELLED -> WARN;
      case RUNNING -> BUSY;
      case SUCCEEDED -> GOOD;
      case FAILED -> BAD;
    };
  }

  static Tone of(VersionStatus status) {
    return switch (status) {
      case CANDIDATE, STAGING -> BUSY;
      case PRODUCTION -> GOOD;
      case RETIRED -> IDLE;
      case REJECTED -> BAD;
    };
  }

  static Tone of(Finding.Severity severity) {
    return switch (severity) {
      case DANGEROUS, BROKEN -> BAD;
      case CAUTION -> WARN;
    };
  }

  static Tone of(DeploymentState state) {
    return switch (state) {
      case LOADING, LOADED -> BUSY;
      case ACTIVE -> GOOD;
      case PREVIOUS, RETIRED -> IDLE;
      case ROLLED_BACK -> WARN;
      case FAILED, CRASHED -> BAD;
    };
  }

  static Tone of(WindowResult.Outcome outcome) {
    return switch (outcome) {
      case QUIET -> GOOD;
      case CROSSED -> BAD;
      case COOLING_DOWN -> WARN;
    };
  }

  static Tone of(Evaluation.Verdict verdict) {
    return switch (verdict) {
      case BETTER, FIRST -> GOOD;
      case NOT_BETTER -> WARN;
    };
  }

  static Tone of(BuildStatus status) {
    return switch (status) {
      case QUEUED -> IDLE;
      case RUNNING -> BUSY;
      case SUCCEEDED -> GOOD;
      case FAILED -> BAD;
    };
  }

  static Tone of(StageStatus status) {
    return switch (status) {
      case RUNNING -> BUSY;
      case PASSED -> GOOD;
      case FAILED -> BAD;
    };
  }

  static Tone of(ReleaseStatus status) {
    return switch (status) {
      case RUNNING -> BUSY;
      case SUCCEEDED -> GOOD;
      case FAILED -> BAD;
      case INTERRUPTED, ROLLED_BACK -> WARN;
    };
  }

  static Tone of(State state) {
    return switch (state) {
      case UNKNOWN -> IDLE;
      case KEPT, TOLERATED -> GOOD;
      case NOTED -> BUSY;
      case WARNED, SET_ASIDE -> WARN;
      case FAILED -> BAD;
    };
  }

  static Tone of(Decision decision) {
    return switch (decision.what()) {
      case "approved", "production", "alias production given" -> GOOD;
      case "rejected" -> BAD;
      default -> IDLE;
    };
  }
}
