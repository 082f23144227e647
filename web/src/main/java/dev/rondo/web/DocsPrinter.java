package dev.rondo.web;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;
import java.util.Optional;

/// Writes pages of a folder, each in every language.
///
/// @param project its name; may be empty
record DocsPrinter(DocsFiles files, TemplateEngine templates, String project) {

  void page(String folder, String name, String template, String title, Object view) {
    String root = "../".repeat((int) folder.chars().filter(c -> c == '/').count());
    for (Language language : Language.values()) {
      DocsLinks links = new DocsLinks.OfFolder(language, root, name);
      DocsFrame frame = new DocsFrame(title, language, links, Optional.empty(), project);
      StringOutput text = new StringOutput();
      templates.render(template, Map.of("frame", frame, "view", view), text);
      files.write(folder + name + DocsLinks.OfFolder.ending(language), text.toString());
    }
  }
}
