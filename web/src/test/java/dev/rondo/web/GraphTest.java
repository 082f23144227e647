package dev.rondo.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GraphTest {

  private static Graph.Node node(String id) {
    return new Graph.Node(id, id, "", Tone.IDLE, "");
  }

  private static int x(Graph graph, String id) {
    return graph.boxes().stream()
        .filter(b -> b.node().id().equals(id))
        .findFirst()
        .orElseThrow()
        .x();
  }

  @Test
  void aNodeStandsRightOfAllThatLeadToIt() {
    Graph graph =
        Graph.of(
            List.of(node("c"), node("b"), node("a")),
            List.of(new Graph.Edge("a", "b"), new Graph.Edge("b", "c"), new Graph.Edge("a", "c")));
    assertThat(x(graph, "a")).isLessThan(x(graph, "b"));
    assertThat(x(graph, "b")).isLessThan(x(graph, "c"));
    assertThat(graph.curves()).hasSize(3);
  }

  @Test
  void aCircleIsDrawnToo() {
    Graph graph =
        Graph.of(
            List.of(node("a"), node("b")),
            List.of(new Graph.Edge("a", "b"), new Graph.Edge("b", "a"), new Graph.Edge("a", "a")));
    assertThat(graph.boxes()).hasSize(2);
    assertThat(graph.curves()).hasSize(2);
  }

  @Test
  void anEmptyGraphHasASize() {
    assertThat(Graph.of(List.of(), List.of()).width()).isPositive();
  }

  @Test
  void noTwoBoxesOverlapAndAllLieWithin() {
    Random random = new Random(3);
    for (int round = 0; round < 100; round++) {
      Graph graph = random(random, 2 + random.nextInt(30));
      for (Graph.Box one : graph.boxes()) {
        assertThat(one.y()).isNotNegative();
        assertThat(one.y() + one.height()).isLessThanOrEqualTo(graph.height());
        assertThat(one.x() + one.width()).isLessThanOrEqualTo(graph.width());
        assertThat(graph.boxes()).noneMatch(other -> other != one && overlap(one, other));
      }
    }
  }

  @Test
  void longNamesAreToldApartByTheirEnds() {
    assertThat(Format.middle("yellow_tripdata_sample_2018-01.csv", 17))
        .isEqualTo("yellow_t…8-01.csv")
        .hasSize(17);
    assertThat(Format.middle("seventeen letters", 17)).isEqualTo("seventeen letters");
  }

  private static Graph random(Random random, int size) {
    List<Graph.Node> nodes = new ArrayList<>();
    List<Graph.Edge> edges = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      nodes.add(node("n" + i));
      edges.add(new Graph.Edge("n" + random.nextInt(size), "n" + random.nextInt(size)));
      edges.add(new Graph.Edge("n" + random.nextInt(size), "n" + random.nextInt(size)));
    }
    return Graph.of(nodes, edges);
  }

  private static boolean overlap(Graph.Box one, Graph.Box other) {
    return one.x() == other.x() && Math.abs(one.y() - other.y()) < one.height();
  }
}
