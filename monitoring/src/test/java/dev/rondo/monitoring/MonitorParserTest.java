package dev.rondo.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Yaml;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MonitorParserTest {
  private static MonitorDefinition parse(String text) {
    return MonitorParser.parse(Yaml.parse("monitors/trip.yaml", text));
  }

  @Test
  void everyKeyIsRead() {
    MonitorDefinition monitor =
        parse(
            """
            monitor: trip
            endpoint: trip-duration
            description: Watches the trips.
            window: 1w
            drift: {psi: 0.3, ks: 0.2, ks-probability: 0.01, minimum-rows: 50, ignore: [month]}
            error: {ratio: 1.25, minimum-labels: 100}
            max-age: P90D
            cool-down: 48h
            rollback-margin: 0.1
            routes: [scheduler, data-engineering]
            """);
    assertThat(monitor.window()).isEqualTo(Duration.ofDays(7));
    assertThat(monitor.drift().ignored()).containsExactly("month");
    assertThat(monitor.drift().psi()).isEqualTo(0.3);
    assertThat(monitor.error()).isEqualTo(new ErrorRules(1.25, 100));
    assertThat(monitor.maxAge()).isEqualTo(Duration.ofDays(90));
    assertThat(monitor.coolDown()).isEqualTo(Duration.ofDays(2));
    assertThat(monitor.rollbackMargin()).isEqualTo(0.1);
    assertThat(monitor.routes())
        .containsExactly(FeedbackRoute.SCHEDULER, FeedbackRoute.DATA_ENGINEERING);
  }

  @Test
  void whatIsLeftOutHasADefault() {
    MonitorDefinition monitor = parse("monitor: trip\nendpoint: e\nwindow: 7d\n");
    assertThat(monitor.drift().psi()).isEqualTo(0.25);
    assertThat(monitor.routes()).containsExactly(FeedbackRoute.values());
  }

  @Test
  void everyMistakeIsReportedWithItsPlace() {
    assertThatThrownBy(() ->
            parse(
                """
                monitor: Trip Duration
                window: weekly
                drift:
                  psi: -1
                  threshold: 3
                error: high
                routes: [email]
                """))
        .isInstanceOfSatisfying(
            Problem.class,
            problem ->
                assertThat(problem.mistakes())
                    .extracting(Mistake::line, Mistake::path)
                    .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(1, "/monitor"),
                        org.assertj.core.groups.Tuple.tuple(1, "/endpoint"),
                        org.assertj.core.groups.Tuple.tuple(2, "/window"),
                        org.assertj.core.groups.Tuple.tuple(4, "/drift/psi"),
                        org.assertj.core.groups.Tuple.tuple(5, "/drift/threshold"),
                        org.assertj.core.groups.Tuple.tuple(6, "/error"),
                        org.assertj.core.groups.Tuple.tuple(7, "/routes/0")));
    assertThatThrownBy(() -> parse("- a\n")).hasMessageContaining("An object with keys");
  }
}
