package dev.rondo.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A graph laid out in layers from left to right: a node stands right of all that lead to it, and
/// within a layer near the middle of those. An edge that would close a circle passes beneath its
/// boxes, and moves nothing.
///
/// @param width of the drawing
/// @param height of the drawing
record Graph(int width, int height, List<Box> boxes, List<Curve> curves) {
  private static final int BOX_WIDTH = 168;
  private static final int BOX_HEIGHT = 46;
  private static final int GAP_X = 36;
  private static final int GAP_Y = 18;
  private static final int MARGIN = 6;
  private static final int ARROW = 5;
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
    private final Map<String, List<String>> sources = new HashMap<>();
    private final Map<String, List<String>> before = new HashMap<>();
    private final Map<String, List<String>> after = new HashMap<>();
    private final Map<String, Integer> layer = new HashMap<>();
    private final Map<String, Integer> open = new HashMap<>();
    private final Map<String, Double> place = new HashMap<>();
    private final Map<Edge, List<String>> ways = new LinkedHashMap<>();

    Layout(List<Node> all, List<Edge> given) {
      all.forEach(node -> nodes.put(node.id(), node));
      edges =
          given.stream()
              .filter(e -> nodes.containsKey(e.from()) && nodes.containsKey(e.to()))
              .filter(e -> !e.from().equals(e.to()))
              .distinct()
              .toList();
      for (Edge edge : edges) {
        sources.computeIfAbsent(edge.to(), _ -> new ArrayList<>()).add(edge.from());
      }
    }

    Graph draw() {
      nodes.keySet().forEach(this::depth);
      List<List<String>> layers = layers();
      edges.forEach(edge -> lead(edge, layers));
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
      for (String other : sources.getOrDefault(id, List.of())) {
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

    /// A place in every layer between the ends of an edge, so that it passes between the boxes.
    private void lead(Edge edge, List<List<String>> layers) {
      List<String> way = new ArrayList<>(List.of(edge.from()));
      int last = layer.getOrDefault(edge.to(), 0);
      for (int i = layer.getOrDefault(edge.from(), 0) + 1; i < last; i++) {
        String bend = "\0" + ways.size() + "/" + i;
        layers.get(i).add(bend);
        way.add(bend);
      }
      way.add(edge.to());
      for (int i = 1; i < way.size(); i++) {
        before.computeIfAbsent(way.get(i), _ -> new ArrayList<>()).add(way.get(i - 1));
        after.computeIfAbsent(way.get(i - 1), _ -> new ArrayList<>()).add(way.get(i));
      }
      ways.put(edge, way);
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
      int beneath = edges.stream().anyMatch(this::closesCircle) ? GAP_Y : 0;
      int height = Math.max(1, 2 * MARGIN + most * (BOX_HEIGHT + GAP_Y) - GAP_Y + 2 * beneath);
      int width = Math.max(1, 2 * MARGIN + layers.size() * (BOX_WIDTH + GAP_X) - GAP_X);
      Map<String, Point> points = new HashMap<>();
      for (int column = 0; column < layers.size(); column++) {
        int x = MARGIN + column * (BOX_WIDTH + GAP_X);
        for (String id : layers.get(column)) {
          double middle = height / 2.0 + place.getOrDefault(id, 0.0) * (BOX_HEIGHT + GAP_Y);
          points.put(id, new Point(x, (int) Math.round(middle)));
        }
      }
      List<Box> boxes =
          nodes.values().stream().map(node -> box(node, point(points, node.id()))).toList();
      List<Curve> curves =
          ways.entrySet().stream().map(way -> curve(way.getKey(), way.getValue(), points)).toList();
      return new Graph(width, height, boxes, curves);
    }

    private record Point(int x, int y) {}

    private static Point point(Map<String, Point> points, String id) {
      return points.getOrDefault(id, new Point(0, 0));
    }

    private static Box box(Node node, Point at) {
      return new Box(node, at.x(), at.y() - BOX_HEIGHT / 2, BOX_WIDTH, BOX_HEIGHT);
    }

    private boolean closesCircle(Edge edge) {
      return layer.getOrDefault(edge.from(), 0) >= layer.getOrDefault(edge.to(), 0);
    }

    private static Curve beneath(Point from, Point to, Tone tone) {
      int low = Math.max(from.y(), to.y()) + BOX_HEIGHT;
      String path =
          String.format(
              Locale.ROOT,
              "M%d %d C%d %d %d %d %d %d",
              from.x() + BOX_WIDTH,
              from.y(),
              from.x() + BOX_WIDTH + GAP_X,
              low,
              to.x() - GAP_X - ARROW,
              low,
              to.x() - ARROW,
              to.y());
      return new Curve(path, tone);
    }

    private Curve curve(Edge edge, List<String> way, Map<String, Point> points) {
      Point start = point(points, edge.from());
      Node from = nodes.get(edge.from());
      Tone tone = from == null ? Tone.IDLE : from.tone();
      if (closesCircle(edge)) {
        return beneath(start, point(points, edge.to()), tone);
      }
      int x = start.x() + BOX_WIDTH;
      int y = start.y();
      StringBuilder path = new StringBuilder("M" + x + " " + y);
      for (int i = 1; i < way.size(); i++) {
        Point next = point(points, way.get(i));
        boolean isEnd = i == way.size() - 1;
        int to = isEnd ? next.x() - ARROW : next.x();
        int bend = Math.max(GAP_X / 2, Math.abs(to - x) / 2);
        path.append(
            String.format(
                Locale.ROOT,
                " C%d %d %d %d %d %d",
                x + bend,
                y,
                to - bend,
                next.y(),
                to,
                next.y()));
        x = isEnd ? to : next.x() + BOX_WIDTH;
        y = next.y();
        if (!isEnd) {
          path.append(" H").append(x);
        }
      }
      return new Curve(path.toString(), tone);
    }
  }
}
