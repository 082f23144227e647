package dev.rondo.loop.evaluation;

import dev.rondo.delivery.Release;
import dev.rondo.delivery.ReleaseStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A time in which a version answered at an endpoint, as the endpoint's releases tell it.
///
/// @param until when another took its place; empty while it answers
/// @param share of the requests that it answered, from 0 to 1; a release switches all of them
/// @param reason why it was brought there
public record Served(
    String endpoint, Instant from, Optional<Instant> until, double share, String reason) {

  /// The times of one version, the newest first.
  ///
  /// @param releases of all endpoints, the newest first
  static List<Served> of(List<Release> releases, String model, int version) {
    List<Served> times = new ArrayList<>();
    Map<String, Instant> next = new HashMap<>();
    for (Release release : releases) {
      if (!isSwitch(release)) {
        continue;
      }
      String endpoint = release.request().endpoint();
      Instant from = release.ended().orElse(release.created());
      Optional<Instant> until = Optional.ofNullable(next.put(endpoint, from));
      boolean isMeant =
          release.request().model().equals(model)
              && release.request().version().equals(Integer.toString(version));
      if (isMeant) {
        times.add(new Served(endpoint, from, until, 1, release.request().reason()));
      }
    }
    return times;
  }

  private static boolean isSwitch(Release release) {
    return release.status() == ReleaseStatus.SUCCEEDED
        || release.status() == ReleaseStatus.ROLLED_BACK;
  }
}
