package dev.rondo.quality.docs;

import java.util.List;

/// What a data set was made of, and what was made of it.
///
/// @param complete false when there is more than was asked for
public record LineageDocs(List<Node> nodes, List<Edge> edges, boolean complete) {
  public static final LineageDocs NONE = new LineageDocs(List.of(), List.of(), true);

  public LineageDocs {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /// Something in the graph.
  ///
  /// @param kind `run`, or an asset's kind
  /// @param detail the second line
  /// @param page where the server shows it; may be empty
  public record Node(String id, String kind, String label, String detail, String page) {}

  public record Edge(String from, String to) {}

  public boolean isEmpty() {
    return nodes.isEmpty();
  }
}
