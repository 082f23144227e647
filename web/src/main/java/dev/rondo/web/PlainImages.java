package dev.rondo.web;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/// Draws a picture as its description.
final class PlainImages implements NodeRenderer {
  private final HtmlNodeRendererContext context;

  PlainImages(HtmlNodeRendererContext context) {
    this.context = context;
  }

  @Override
  public Set<Class<? extends Node>> getNodeTypes() {
    return Set.of(Image.class);
  }

  @Override
  public void render(Node image) {
    context.getWriter().tag("em", Map.of());
    for (Node part = image.getFirstChild(); part != null; part = part.getNext()) {
      context.render(part);
    }
    context.getWriter().tag("/em");
  }
}
