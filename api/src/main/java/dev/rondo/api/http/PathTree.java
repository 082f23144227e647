package dev.rondo.api.http;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Routes by the segments of their paths. Where several fit, the most literal segment wins, from
/// left to right: a literal, then `{name}.suffix`, then `{name}`, then `{name...}`.
final class PathTree {
  /// What stands at a path; no routes when there is nothing.
  record Found(Map<String, Route> routes, List<String> values) {
    static final Found NOTHING = new Found(Map.of(), List.of());
  }

  private record Variable(String suffix, Node node) {}

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final List<Variable> variables = new ArrayList<>();
    final Map<String, Route> routes = new HashMap<>();
    Optional<Node> rest = Optional.empty();
  }

  private final Node root = new Node();

  void add(Route route) {
    Node node = root;
    for (String segment : route.pattern().substring(1).split("/", -1)) {
      node = child(node, segment);
    }
    Route other = node.routes.putIfAbsent(route.method().name(), route);
    if (other != null) {
      throw Problem.of(ProblemCode.INTERNAL, "Two routes share one path: %s, %s.", other, route);
    }
  }

  private static Node child(Node node, String segment) {
    int end = segment.indexOf('}');
    if (!segment.startsWith("{") || end < 0) {
      return node.literals.computeIfAbsent(segment, _ -> new Node());
    }
    if (segment.endsWith("...}")) {
      Node rest = node.rest.orElseGet(Node::new);
      node.rest = Optional.of(rest);
      return rest;
    }
    return variable(node, segment.substring(end + 1));
  }

  private static Node variable(Node node, String suffix) {
    for (Variable variable : node.variables) {
      if (variable.suffix().equals(suffix)) {
        return variable.node();
      }
    }
    Variable variable = new Variable(suffix, new Node());
    node.variables.add(variable);
    node.variables.sort((a, b) -> b.suffix().length() - a.suffix().length());
    return variable.node();
  }

  Found find(String rawPath) {
    Optional<List<String>> segments = PathSegments.of(rawPath);
    if (segments.isEmpty()) {
      return Found.NOTHING;
    }
    List<String> values = new ArrayList<>(4);
    Optional<Node> node = find(root, segments.get(), 0, values);
    return node.isPresent() ? new Found(node.get().routes, values) : Found.NOTHING;
  }

  private static Optional<Node> find(Node node, List<String> path, int i, List<String> values) {
    if (i == path.size()) {
      return node.routes.isEmpty() ? Optional.empty() : Optional.of(node);
    }
    String segment = path.get(i);
    Node literal = node.literals.get(segment);
    if (literal != null) {
      Optional<Node> found = find(literal, path, i + 1, values);
      if (found.isPresent()) {
        return found;
      }
    }
    for (Variable variable : node.variables) {
      Optional<Node> found = find(variable, path, i, values);
      if (found.isPresent()) {
        return found;
      }
    }
    return rest(node, path, i, values);
  }

  private static Optional<Node> find(
      Variable variable, List<String> path, int i, List<String> values) {
    String segment = path.get(i);
    int length = segment.length() - variable.suffix().length();
    if (length <= 0 || !segment.endsWith(variable.suffix())) {
      return Optional.empty();
    }
    values.add(segment.substring(0, length));
    Optional<Node> found = find(variable.node(), path, i + 1, values);
    if (found.isEmpty()) {
      values.removeLast();
    }
    return found;
  }

  private static Optional<Node> rest(Node node, List<String> path, int i, List<String> values) {
    List<String> rest = path.subList(i, path.size());
    if (node.rest.isPresent() && !rest.getFirst().isEmpty()) {
      values.add(String.join("/", rest));
      return node.rest;
    }
    return Optional.empty();
  }
}
