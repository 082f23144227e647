package dev.rondo.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A pipeline's tasks by position, with who needs whom. Immutable.
final class Graph {
  private final Pipeline pipeline;
  private final Map<String, Integer> positions;
  private final int[][] needs;
  private final int[][] neededBy;

  private Graph(Pipeline pipeline, Map<String, Integer> positions, int[][] needs) {
    this.pipeline = pipeline;
    this.positions = positions;
    this.needs = needs;
    this.neededBy = reversed(needs);
  }

  /// The graph of a pipeline whose ids are unique; needs that name no task are left out.
  static Graph of(Pipeline pipeline) {
    Map<String, Integer> positions = new HashMap<>();
    for (TaskSpec task : pipeline.tasks()) {
      positions.putIfAbsent(task.id(), positions.size());
    }
    int[][] needs = new int[pipeline.tasks().size()][];
    for (int i = 0; i < needs.length; i++) {
      needs[i] =
          needs(pipeline.tasks().get(i)).stream()
              .filter(positions::containsKey)
              .mapToInt(id -> positions.getOrDefault(id, 0))
              .toArray();
    }
    return new Graph(pipeline, positions, needs);
  }

  /// The tasks that a task needs: those it says, then those it refers to.
  static Set<String> needs(TaskSpec task) {
    Set<String> needs = new LinkedHashSet<>(task.needs());
    Reference.each(
        task.with(),
        "",
        (_, text) ->
            Reference.parse(text)
                .ifPresent(reference -> {
                  if (reference instanceof Reference.ToOutput(String id, _)) {
                    needs.add(id);
                  }
                }));
    return needs;
  }

  private static int[][] reversed(int[][] edges) {
    int[] counts = new int[edges.length];
    for (int[] targets : edges) {
      for (int target : targets) {
        counts[target]++;
      }
    }
    int[][] reversed = new int[edges.length][];
    for (int i = 0; i < edges.length; i++) {
      reversed[i] = new int[counts[i]];
    }
    for (int i = edges.length - 1; i >= 0; i--) {
      for (int target : edges[i]) {
        reversed[target][--counts[target]] = i;
      }
    }
    return reversed;
  }

  /// The ids of one cycle, its first id again at the end; empty when there is none.
  List<String> cycle() {
    Set<Integer> rest = unreachable();
    if (rest.isEmpty()) {
      return List.of();
    }
    List<Integer> path = new ArrayList<>();
    Set<Integer> seen = new LinkedHashSet<>();
    int at = rest.iterator().next();
    while (seen.add(at)) {
      path.add(at);
      for (int need : needs[at]) {
        if (rest.contains(need)) {
          at = need;
          break;
        }
      }
    }
    List<String> cycle = new ArrayList<>();
    path.subList(path.indexOf(at), path.size()).forEach(i -> cycle.add(task(i).id()));
    cycle.add(cycle.getFirst());
    return cycle.reversed();
  }

  /// What is left when every task that can be done has been done.
  private Set<Integer> unreachable() {
    int[] missing = missing();
    Deque<Integer> ready = new ArrayDeque<>();
    Set<Integer> rest = new LinkedHashSet<>();
    for (int i = 0; i < missing.length; i++) {
      rest.add(i);
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    while (!ready.isEmpty()) {
      int done = ready.remove();
      rest.remove(done);
      for (int next : neededBy[done]) {
        if (--missing[next] == 0) {
          ready.add(next);
        }
      }
    }
    return rest;
  }

  /// For each task, how many others it needs.
  int[] missing() {
    int[] missing = new int[needs.length];
    for (int i = 0; i < missing.length; i++) {
      missing[i] = needs[i].length;
    }
    return missing;
  }

  int size() {
    return needs.length;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  TaskSpec task(int position) {
    return pipeline.tasks().get(position);
  }

  /// The position of an id, -1 when there is none.
  int position(String id) {
    return positions.getOrDefault(id, -1);
  }

  int[] needs(int position) {
    return needs[position];
  }

  int[] neededBy(int position) {
    return neededBy[position];
  }
}
