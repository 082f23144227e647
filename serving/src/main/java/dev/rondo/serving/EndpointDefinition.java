package dev.rondo.serving;

import dev.rondo.kernel.Problem;
import java.util.regex.Pattern;

/// What an endpoint answers: requests are checked, features looked up, and the model's one output
/// is the answer, unless it breaks what is promised.
///
/// @param model the name of the model that it serves
/// @param requestIdField the request's field with its id; without one in the request, an id is made
/// @param eventTimeField the request's field with its event time, as ISO-8601 text in UTC or epoch
///   milliseconds; without one in the request, system time is taken
/// @param output the answer's name, for people
public record EndpointDefinition(
    String name,
    String model,
    FeatureLookup lookup,
    RequestCheck check,
    AnswerCheck answers,
    String requestIdField,
    String eventTimeField,
    String output) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  public EndpointDefinition {
    if (!NAME.matcher(name).matches()) {
      throw Problem.invalid(
          "'%s' is not a name for an endpoint: use lower-case letters, digits and dashes, starting"
              + " with a letter, 64 at the most.",
          name);
    }
  }
}
