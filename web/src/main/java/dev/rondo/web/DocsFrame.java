package dev.rondo.web;

import java.util.Optional;

/// What stands around a page about data, on the server and in a folder alike.
///
/// @param server what stands around the server's pages; empty in a folder
record DocsFrame(
    String title, Language language, DocsLinks links, Optional<Frame> server, String project) {

  Words words() {
    return Words.of(language);
  }

  String say(String key, Object... arguments) {
    return words().say(key, arguments);
  }
}
