package dev.rondo.loop;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.monitoring.Monitoring;
import dev.rondo.monitoring.NoticeRole;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityResults;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Tells people what broke at a hand-over: data engineers of what came in, data scientists of what
/// models learn from and answer. A rule is told once until somebody has seen to it.
final class QualityNotices {
  private final Monitoring monitoring;

  QualityNotices(Monitoring monitoring) {
    this.monitoring = monitoring;
  }

  void listen(Events events) {
    events.subscribe(
        "loop-quality", Set.of(QualityResults.BREACHED, QualityResults.WARNED), this::tell);
  }

  private void tell(Event event) {
    Caller caller = Caller.platform("quality", event.project());
    boolean isRefused = event.type().equals(QualityResults.BREACHED);
    HandOver handOver =
        HandOver.valueOf(event.data().path("hand_over").asString().toUpperCase(Locale.ROOT));
    JsonNode broken = event.data().path("broken");
    for (JsonNode rule : broken) {
      String title =
          "%s %s: %s"
              .formatted(
                  event.subject(),
                  isRefused ? consequence(handOver) : "broke a rule that warns",
                  rule.path("rule").asString());
      String text =
          "%s (%s)"
              .formatted(rule.path("sentence").asString(), event.data().path("batch").asString());
      monitoring.tellOnce(caller, role(handOver), event.subject(), title, text);
    }
  }

  private static String consequence(HandOver handOver) {
    return switch (handOver) {
      case INGEST -> "was not ingested";
      case TRAINING -> "was not trained on";
      case REQUEST, PREDICTION -> "broke its contract";
    };
  }

  private static NoticeRole role(HandOver handOver) {
    return switch (handOver) {
      case INGEST, REQUEST -> NoticeRole.DATA_ENGINEER;
      case TRAINING, PREDICTION -> NoticeRole.DATA_SCIENTIST;
    };
  }
}
