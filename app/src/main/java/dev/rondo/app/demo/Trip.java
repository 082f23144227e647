package dev.rondo.app.demo;

import dev.rondo.kernel.json.Json;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/// A trip as it is when the passenger gets in: what a request may know.
///
/// @param id the same that the platform will give the trip's row when it has ended
/// @param pickup ISO-8601 without a zone
record Trip(
    String id,
    String pickup,
    int pickupZone,
    int dropoffZone,
    double distance,
    OptionalInt vendor) {

  /// The body of the request.
  String json() {
    ObjectNode request =
        Json.object()
            .put("request_id", id)
            .put("pickup_datetime", pickup)
            .put("pickup_location_id", pickupZone)
            .put("dropoff_location_id", dropoffZone)
            .put("trip_distance", distance);
    vendor.ifPresent(value -> request.put("vendor_id", value));
    return Json.write(request);
  }
}
