package dev.rondo.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Place;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeakageCheckTest {
  private static List<Mistake> check(String... columns) {
    Place place = new Place("features/trip.yaml", 7, 3, "/columns/0");
    return LeakageCheck.mistakes(
        Sessions.example("trips.yaml"),
        Stream.of(columns)
            .map(column -> new LeakageCheck.Use(column, "feature view 'trip'", place))
            .toList());
  }

  @Test
  void whatIsKnownAtTheRequestMayBeUsed() {
    assertThat(
            check("pickup_datetime", "pickup_location_id", "dropoff_location_id", "trip_distance"))
        .isEmpty();
  }

  @Test
  void whatIsKnownOnlyAfterwardsIsReportedColumnByColumn() {
    List<Mistake> mistakes =
        check("trip_distance", "dropoff_datetime", "fare_amount", "tip_amount", "duration_seconds");
    assertThat(mistakes).hasSize(4);
    assertThat(mistakes.getFirst().toString())
        .startsWith("features/trip.yaml:7:3: Feature view 'trip' takes 'dropoff_datetime'")
        .contains("known only afterwards (trips.yaml:");
  }

  @Test
  void aColumnThatTheContractDoesNotKnowIsAMistake() {
    assertThat(check("trip_distanse").getFirst().message())
        .contains("is not in the contract taxi-trips 1.0.0. Did you mean 'trip_distance'?");
  }
}
