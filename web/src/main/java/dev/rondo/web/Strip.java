package dev.rondo.web;

import dev.rondo.quality.docs.State;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Cells side by side, one for each state, drawn with one path for each colour: a line of sixty
/// checks stays a line of text.
///
/// @param layers the path of each state's cells
record Strip(int width, int height, Map<State, String> layers) {
  static final int CELL = 9;
  static final int GAP = 2;
  private static final int HEIGHT = 18;

  /// @param states oldest first; empty where there was no check
  static Strip of(List<Optional<State>> states) {
    return of(states, HEIGHT);
  }

  static Strip of(List<Optional<State>> states, int height) {
    Map<State, StringBuilder> paths = new EnumMap<>(State.class);
    for (int i = 0; i < states.size(); i++) {
      int x = i * (CELL + GAP);
      states
          .get(i)
          .ifPresent(state ->
              paths
                  .computeIfAbsent(state, _ -> new StringBuilder())
                  .append("M%d 0h%dv%dh-%dz".formatted(x, CELL, height, CELL)));
    }
    Map<State, String> layers = new EnumMap<>(State.class);
    paths.forEach((state, path) -> layers.put(state, path.toString()));
    return new Strip(Math.max(1, states.size() * (CELL + GAP) - GAP), height, layers);
  }
}
