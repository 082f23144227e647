package dev.rondo.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class RowCheckTest {
  private static final String GOOD =
      """
      {"request_id": "r1", "pickup_datetime": "2018-04-01T12:30:00", "pickup_location_id": 161,
       "dropoff_location_id": 237, "trip_distance": 1.5, "vendor_id": null}
      """;
  private final RowCheck check = RowCheck.compile(Sessions.example("request.yaml"));

  private static ObjectNode with(String field, String json) {
    ObjectNode request = Json.parseObject(GOOD);
    request.set(field, Json.parse(json));
    return request;
  }

  @Test
  void aGoodRequestHasNoMistakes() {
    assertThat(check.check(Json.parseObject(GOOD))).isEmpty();
    assertThat(check.leftOut()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "trip_distance | \"NaN\" | 'trip_distance' is 'NaN', but must be a finite number.",
        "trip_distance | 120 | 'trip_distance' is 120, but must be more than 0 and at most 100.",
        "trip_distance | null | 'trip_distance' is missing.",
        "trip_distance | [1] | 'trip_distance' is a list, but must be a finite number.",
        "trip_distance | 1e999 | 'trip_distance' is",
        "pickup_location_id | 266 | 'pickup_location_id' is 266, but must be at least 1 and at most 265.",
        "pickup_location_id | 1.5 | 'pickup_location_id' is 1.5, but must be a whole number.",
        "pickup_location_id | \"1\" | 'pickup_location_id' is '1', but must be a whole number.",
        "pickup_datetime | \"tomorrow\" | 'pickup_datetime' is 'tomorrow', but must be a time",
        "request_id | \"\" | 'request_id' is '', but must be at least 1 and at most 200 characters",
        "vendor_id | true | 'vendor_id' is true, but must be a whole number."
      })
  void aWrongFieldIsNamedWithItsValueAndWhatWouldBeRight(String field, String json, String says) {
    List<Mistake> mistakes = check.check(with(field, json));
    assertThat(mistakes).hasSize(1);
    assertThat(mistakes.getFirst().path()).isEqualTo("/" + field);
    assertThat(mistakes.getFirst().message()).startsWith(says);
  }

  @Test
  void everyMistakeOfARequestIsReported() {
    assertThat(check.check(Json.object())).hasSize(5);
    assertThat(check.check(with("trip_distanse", "1")).getFirst().message())
        .isEqualTo("The field 'trip_distanse' is not known. Did you mean 'trip_distance'?");
  }

  @Test
  void aHugeTextIsCutInTheAnswer() {
    String huge = "\"" + "x".repeat(1_000_000) + "\"";
    assertThat(check.check(with("trip_distance", huge)).getFirst().message()).hasSizeLessThan(200);
  }

  @Test
  void oneRequestCostsLittle() {
    ObjectNode request = Json.parseObject(GOOD);
    int rounds = 200_000;
    long mistakes = 0;
    for (int i = 0; i < rounds; i++) {
      mistakes += check.check(request).size();
    }
    long start = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      mistakes += check.check(request).size();
    }
    double micros = (System.nanoTime() - start) / 1e3 / rounds;
    System.err.printf("a check of one request: %.2f µs%n", micros);
    assertThat(mistakes).isZero();
    assertThat(micros).isLessThan(200);
  }
}
