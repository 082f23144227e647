package dev.rondo.registry.evaluation;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Texts;
import dev.rondo.kernel.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// An evaluation: a question, and what was measured. Its bytes say which it is.
///
/// @param whole all rows
/// @param gates how they were kept
public record Report(
    Question question, Part whole, List<Part> slices, List<Plot> plots, List<GateResult> gates) {

  private static final int LONGEST_REASON = 1_000;

  public Report {
    slices = List.copyOf(slices);
    plots = List.copyOf(plots);
    gates = List.copyOf(gates);
  }

  /// Measures answers.
  ///
  /// @param answers of the question's subject, to the question's rows
  /// @param baseline of the question's baseline, to the same rows
  public static Report of(
      Question question, Features features, Answers answers, Optional<Answers> baseline) {
    Bootstrap bootstrap = new Bootstrap(question.method());
    Part whole = bootstrap.part(Slice.all(answers.rows()), answers, baseline);
    List<Slicing> slicings =
        question.slicings().isEmpty() ? features.automatic() : question.slicings();
    List<Part> slices = new ArrayList<>();
    for (Slicing slicing : slicings) {
      features.cut(slicing).forEach(slice -> slices.add(bootstrap.part(slice, answers, baseline)));
    }
    GateKeeper keeper = new GateKeeper(whole, slices, baseline.isPresent());
    List<GateResult> gates = question.held().stream().map(keeper::judge).toList();
    return new Report(question, whole, slices, Plots.of(answers), gates);
  }

  /// Whether no gate failed.
  public boolean hasPassed() {
    return gates.stream().noneMatch(GateResult::hasFailed);
  }

  /// Why it passed or did not, in whole sentences, at most 1,000 characters.
  public String reason() {
    boolean isPassed = hasPassed();
    String reason =
        gates.stream()
            .filter(gate -> isPassed || gate.hasFailed())
            .map(gate -> gate.name() + ": " + gate.text())
            .collect(Collectors.joining(" "));
    return Texts.shortened(reason, LONGEST_REASON - 1);
  }

  /// The columns that cut the slices, in their order.
  public List<String> sliceColumns() {
    return slices.stream().map(Part::column).distinct().toList();
  }

  public Digest digest() {
    return Digest.of(bytes());
  }

  /// JSON with its keys in alphabetical order.
  public byte[] bytes() {
    return Json.write(this).getBytes(StandardCharsets.UTF_8);
  }

  /// Reads [#bytes].
  public static Report parse(byte[] bytes) {
    return Json.read(new String(bytes, StandardCharsets.UTF_8), Report.class);
  }
}
