package dev.rondo.loop.project;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// An endpoint as the project declares it.
///
/// @param contract the path of the contract that requests are held against
/// @param answers the path of the contract that predictions are held against
/// @param requestId the request's field with its id
/// @param eventTime the request's field with its moment
/// @param output what the answer is called
public record EndpointFile(
    String name,
    String description,
    String model,
    String service,
    String contract,
    Optional<String> answers,
    String requestId,
    String eventTime,
    String output) {

  /// What is known of an answer, and so can be promised.
  static Set<String> answerColumns(String output) {
    return new TreeSet<>(List.of("request_id", "event_time", "model_version", output));
  }
}
