package dev.rondo.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A graph laid out in layers from left to right: a node stands right of all that lead to it, and
/// within a layer near the middle of those. An edge that would close a circle is drawn, but moves
/// nothing.
///
/// @param width of the drawing
/// @param height of the drawing
record Graph(int width, int height, List<Box> boxes, List<Curve> curves) {
  private static final int BOX_WIDTH = 190;
  private static final int BOX_HEIGHT = 46;
  private static final int GAP_X = 54;
  private static final int GAP_Y = 18;
  private static final int MARGIN = 6;
  private static final int SWEEPS = 4;

  /// Something to draw.
  ///
  /// @param detail the second line
  /// @param link where a click leads; empty for nowhere
  record Node(String id, String label, String detail, Tone tone, String link) {}

  /// An arrow between nodes.
  record Edge(String from, String to) {}

  /// A node in its place.
  record Box(Node node, int x, int y, int width, int height) {}

  /// An edge as an SVG path.
  record Curve(String path, Tone tone) {}

  /// Lays the nodes out; edges to or from unknown nodes are left away.
  static Graph of(List<Node> nodes, List<Edge> edges) {
    return new Layout(nodes, edges).draw();
  }

  private static final class Layout {
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Edge> edges;
    private final Map<String, List<String>> before = new HashMap<>();
    private final Map<String, List<String>> after = new HashMap<>();
    private final Map<String, Integer> layer = new HashMap<>();
    private final Map<String, Integer> open = new HashMap<>();
    private final Map<String, Double> place = new HashMap<>();

    Layout(List<Node> all, List<Edge> given) {
      all.forEach(node -> nodes.put(node.id(), node));
      edges =
          given.stream()
              .filter(e -> nodes.containsKey(e.from()) && nodes.containsKey(e.to()))
              .filter(e -> !e.from().equals(e.to()))
              .distinct()
              .toList();
      for (Edge edge : edges) {
        before.computeIfAbsent(edge.to(), _ -> new ArrayList<>()).add(edge.from());
        after.computeIfAbsent(edge.from(), _ -> new ArrayList<>()).add(edge.to());
      }
    }

    Graph draw() {
      nodes.keySet().forEach(this::depth);
      List<List<String>> layers = layers();
      for (int i = 0; i < SWEEPS; i++) {
        layers.forEach(ids -> order(ids, before));
        layers.reversed().forEach(ids -> order(ids, after));
      }
      layers.forEach(ids -> order(ids, before));
      return drawn(layers);
    }

    /// The longest way that leads to a node; what is still open closes a circle.
    private int depth(String id) {
      Integer known = layer.get(id);
      if (known != null) {
        return known;
      }
      if (open.putIfAbsent(id, 1) != null) {
        return -1;
      }
      int depth = 0;
      for (String other : before.getOrDefault(id, List.of())) {
        depth = Math.max(depth, depth(other) + 1);
      }
      layer.put(id, depth);
      return depth;
    }

    private List<List<String>> layers() {
      List<List<String>> layers = new ArrayList<>();
      for (String id : nodes.keySet()) {
        int depth = layer.getOrDefault(id, 0);
        while (layers.size() <= depth) {
          layers.add(new ArrayList<>());
        }
        place.put(id, (double) layers.get(depth).size());
        layers.get(depth).add(id);
      }
      return layers;
    }

    private void order(List<String> ids, Map<String, List<String>> neighbours) {
      Map<String, Double> wanted = new HashMap<>();
      for (String id : ids) {
        double own = place.getOrDefault(id, 0.0);
        wanted.put(
            id,
            neighbours.getOrDefault(id, List.of()).stream()
                .mapToDouble(other -> place.getOrDefault(other, own))
                .average()
                .orElse(own));
      }
      ids.sort(Comparator.comparingDouble(id -> wanted.getOrDefault(id, 0.0)));
      double offset = -(ids.size() - 1) / 2.0;
      for (int i = 0; i < ids.size(); i++) {
        place.put(ids.get(i), offset + i);
      }
    }

    private Graph drawn(List<List<String>> layers) {
      int most = layers.stream().mapToInt(List::size).max().orElse(0);
      int height = 2 * MARGIN + most * (BOX_HEIGHT + GAP_Y) - GAP_Y;
      Map<String, Box> boxes = new LinkedHashMap<>();
      for (int column = 0; column < layers.size(); column++) {
        int x = MARGIN + column * (BOX_WIDTH + GAP_X);
        for (String id : layers.get(column)) {
          double middle = height / 2.0 + place.getOrDefault(id, 0.0) * (BOX_HEIGHT + GAP_Y);
          int y = (int) Math.round(middle - BOX_HEIGHT / 2.0);
          boxes.put(id, new Box(node(id), x, y, BOX_WIDTH, BOX_HEIGHT));
        }
      }
      List<Curve> curves =
          edges.stream().map(e -> curve(box(boxes, e.from()), box(boxes, e.to()))).toList();
      int width = 2 * MARGIN + layers.size() * (BOX_WIDTH + GAP_X) - GAP_X;
      return new Graph(Math.max(width, 1), Math.max(height, 1), List.copyOf(boxes.values()), curves);
    }

    private Node node(String id) {
      return java.util.Objects.requireNonNull(nodes.get(id));
    }

    private static Box box(Map<String, Box> boxes, String id) {
      return java.util.Objects.requireNonNull(boxes.get(id));
    }

    private static Curve curve(Box from, Box to) {
      int x1 = from.x() + from.width();
      int y1 = from.y() + from.height() / 2;
      int x2 = to.x() - 5;
      int y2 = to.y() + to.height() / 2;
      int bend = Math.max(24, Math.abs(x2 - x1) / 2);
      String path =
          String.format(
              Locale.ROOT,
              "M%d %d C%d %d %d %d %d %d",
              x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2);
      return new Curve(path, from.node().tone());
    }
  }
}
