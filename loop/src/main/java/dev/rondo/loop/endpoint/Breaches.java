package dev.rondo.loop.endpoint;

import dev.rondo.quality.Rule;
import java.util.LinkedHashMap;
import java.util.Map;

/// How much passed, how much was refused, and how often each rule was broken.
///
/// @param several how many refused ones had more than one mistake
record Breaches(long accepted, long refused, long several, Map<Rule, Long> broken) {
  static final Breaches NONE = new Breaches(0, 0, 0, Map.of());

  /// What has come since these were counted.
  Breaches since(Breaches before) {
    Map<Rule, Long> more = new LinkedHashMap<>();
    broken.forEach((rule, count) -> more.put(rule, count - before.broken.getOrDefault(rule, 0L)));
    return new Breaches(
        accepted - before.accepted, refused - before.refused, several - before.several, more);
  }
}
