package dev.rondo.registry.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Holds gates against what was measured.
final class GateKeeper {
  private static final int MOST_LISTED = 3;

  private final Part whole;
  private final List<Part> slices;
  private final boolean hasBaseline;

  GateKeeper(Part whole, List<Part> slices, boolean hasBaseline) {
    this.whole = whole;
    this.slices = slices;
    this.hasBaseline = hasBaseline;
  }

  GateResult judge(Gate gate) {
    if (gate.isRelative() && !hasBaseline) {
      return new GateResult(
          gate.name(), GateResult.SKIPPED, "There is no other to compare it with.");
    }
    List<String> failures = new ArrayList<>();
    Stream.concat(Stream.of(whole), slices.stream().filter(part -> isMeant(gate, part)))
        .forEach(part -> failure(gate, part).ifPresent(failures::add));
    return failures.isEmpty()
        ? new GateResult(gate.name(), GateResult.PASSED, kept(gate))
        : new GateResult(gate.name(), GateResult.FAILED, listed(failures));
  }

  private static String listed(List<String> failures) {
    String first = failures.stream().limit(MOST_LISTED).collect(Collectors.joining(" "));
    int more = failures.size() - MOST_LISTED;
    return more > 0 ? first + " %,d slices more fail it.".formatted(more) : first;
  }

  private static boolean isMeant(Gate gate, Part part) {
    return gate.slices().contains(part.column()) && !part.small();
  }

  private static Optional<String> failure(Gate gate, Part part) {
    Optional<Figure> figure = part.figure(gate.measure());
    if (figure.isEmpty()) {
      return Optional.of(
          "The %s%s is not defined on these %,d rows."
              .formatted(gate.metric(), part.place(), part.rows()));
    }
    double value = figure.get().value();
    return isKept(gate, part, value) ? Optional.empty() : Optional.of(text(gate, part, value));
  }

  private static boolean isKept(Gate gate, Part part, double value) {
    boolean isLow = gate.measure().good() == Measure.Good.LOW;
    return switch (gate.rule()) {
      case Gate.AT_MOST -> value <= gate.bound();
      case Gate.AT_LEAST -> value >= gate.bound();
      case Gate.BETTER -> {
        double baseline = baseline(gate, part);
        yield isLow ? value < baseline : value > baseline;
      }
      default -> {
        double baseline = baseline(gate, part);
        double room = Math.abs(baseline) * gate.bound();
        yield isLow ? value <= baseline + room : value >= baseline - room;
      }
    };
  }

  /// NaN where the baseline has none, so that no comparison holds.
  private static double baseline(Gate gate, Part part) {
    return part.difference(gate.measure()).map(Difference::baseline).orElse(Double.NaN);
  }

  private String kept(Gate gate) {
    String text = text(gate, whole, whole.figure(gate.measure()).orElseThrow().value());
    long judged = slices.stream().filter(part -> isMeant(gate, part)).count();
    return judged == 0 ? text : text + " %,d slices keep it too.".formatted(judged);
  }

  private static String text(Gate gate, Part part, double value) {
    String start = "The %s%s is %s".formatted(gate.metric(), part.place(), number(value));
    return switch (gate.rule()) {
      case Gate.AT_MOST -> start + "; at most %s is allowed.".formatted(number(gate.bound()));
      case Gate.AT_LEAST -> start + "; at least %s is needed.".formatted(number(gate.bound()));
      case Gate.BETTER ->
          start + "; the running model has %s.".formatted(number(baseline(gate, part)));
      default ->
          start
              + "; the running model has %s, and %s %% worse is allowed."
                  .formatted(number(baseline(gate, part)), number(100 * gate.bound()));
    };
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.3f" : "%.1f", value);
  }
}
