package dev.rondo.web;

import gg.jte.Content;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;

/// Draws Markdown that people wrote: what is HTML in it is shown as text, and links lead only where
/// a browser runs nothing. Of a picture stands its description, so that no page loads what others
/// chose.
final class Markdown {
  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .maxOpenBlockParsers(20)
          .build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(List.of(TablesExtension.create()))
          .escapeHtml(true)
          .sanitizeUrls(true)
          .urlSanitizer(new DefaultUrlSanitizer(List.of("http", "https", "mailto")))
          .nodeRendererFactory(PlainImages::new)
          .build();

  private Markdown() {}

  static Content content(String text) {
    String html = RENDERER.render(PARSER.parse(text));
    return output -> output.writeContent(html);
  }
}
