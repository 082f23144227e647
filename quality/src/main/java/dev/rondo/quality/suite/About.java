package dev.rondo.quality.suite;

import dev.rondo.kernel.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What is said about a suite or an expectation and changes no verdict.
///
/// @param id may be empty
/// @param description of an expectation: replaces the sentence made of its arguments; may be empty
/// @param notes Markdown, a paragraph each
/// @param meta free keys, handed on
/// @param extras what other programs wrote beside, handed on to them
public record About(
    String id, String description, List<String> notes, ObjectNode meta, ObjectNode extras) {
  /// Nothing.
  public static final About NOTHING = new About("", "", List.of(), Json.object(), Json.object());

  public About {
    notes = List.copyOf(notes);
  }
}
