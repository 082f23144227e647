package dev.rondo.app.demo;

import dev.rondo.app.Server;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.event.Event;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Tells the moments that matter as they happen.
final class Moments {
  private final Server server;
  private final Narrator narrator;

  Moments(Server server, Narrator narrator) {
    this.server = server;
    this.narrator = narrator;
  }

  AutoCloseable listen() {
    return server.components().events().listen(this::heard);
  }

  private void heard(Event event) {
    sentence(event).ifPresent(text -> Thread.ofVirtual().start(() -> say(text)));
  }

  private void say(String text) {
    String day =
        server
            .loop()
            .now(Caller.platform("demo", Demo.PROJECT))
            .map(EventTime::day)
            .map(Object::toString)
            .orElse("          ");
    narrator.say(day + "  " + text);
  }

  private static Optional<String> sentence(Event event) {
    JsonNode data = event.data();
    return switch (event.type()) {
      case "monitor.threshold-crossed" -> Optional.of("watch     " + reasons(data));
      case "monitor.model-aged" -> Optional.of("watch     " + data.path("reason").asString());
      case "execution.started" ->
          data.path("pipeline").asString().equals("train")
              ? Optional.of("retrain   on the newest data")
              : Optional.empty();
      case "model.promoted" ->
          Optional.of(
              "promote   version %s: %s"
                  .formatted(data.path("version"), data.path("reason").asString()));
      case "model.rejected" ->
          Optional.of(
              "keep      version %s is not promoted: %s"
                  .formatted(data.path("version"), data.path("reason").asString()));
      case "model.rolled-back" -> Optional.of("roll back " + data.path("reason").asString());
      default -> Optional.empty();
    };
  }

  private static String reasons(JsonNode data) {
    StringBuilder text = new StringBuilder();
    for (JsonNode reason : data.path("reasons")) {
      text.append(text.isEmpty() ? "" : " ").append(reason.asString());
    }
    return text.toString();
  }
}
