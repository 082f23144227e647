package dev.rondo.web;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.ProjectName;
import java.util.List;
import java.util.Optional;

/// What stands around every page.
///
/// @param section the entry of the navigation that is current
/// @param command the command that says the same; may be empty
/// @param now the moment that the project has come to
/// @param suffix what links within the same project end with
record Frame(
    String title,
    String section,
    String command,
    ProjectName project,
    List<ProjectName> projects,
    Optional<EventTime> now,
    String suffix,
    Links links) {

  /// For links as they are.
  static final Frame PLAIN =
      new Frame(
          "",
          "",
          "",
          new ProjectName("none"),
          List.of(),
          Optional.empty(),
          "",
          new Links("", "", "", "", ""));

  /// Where the files of all pages are.
  record Links(String style, String script, String htmx, String charts, String icon) {}

  /// The project that links name, for the fields of a form; empty when they name none.
  Optional<String> chosen() {
    return suffix.startsWith("project=") ? Optional.of(project.value()) : Optional.empty();
  }

  /// A link to a page of the same project.
  String to(String path) {
    int end = path.indexOf('#') < 0 ? path.length() : path.indexOf('#');
    String page = path.substring(0, end);
    return suffix.isEmpty()
        ? path
        : page + (page.contains("?") ? "&" : "?") + suffix + path.substring(end);
  }

  /// The same with links that keep a language.
  Frame in(Language language) {
    String plain = suffix.replaceAll("&?lang=\\w+", "");
    String chosen = language == Language.EN ? "" : "lang=" + language.tag();
    String both = plain.isEmpty() || chosen.isEmpty() ? plain + chosen : plain + "&" + chosen;
    return new Frame(title, section, command, project, projects, now, both, links);
  }

  /// Whether a section of the navigation is the current one.
  boolean isIn(String name) {
    return section.equals(name);
  }
}
