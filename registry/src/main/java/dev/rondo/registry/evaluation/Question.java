package dev.rondo.registry.evaluation;

import java.util.List;
import java.util.Optional;

/// What an evaluation asks; the same question has the same answer, byte for byte.
///
/// @param baseline whose answers to the same rows it is compared with
/// @param slicings empty for sensible ones
/// @param gates empty for [Gate#standard]
public record Question(
    Task task,
    Subject subject,
    Grounds grounds,
    Optional<Subject> baseline,
    List<Slicing> slicings,
    List<Gate> gates,
    Method method) {

  public Question {
    slicings = List.copyOf(slicings);
    gates = List.copyOf(gates);
  }

  /// The gates that are held, declared or not.
  List<Gate> held() {
    return gates.isEmpty() ? List.of(Gate.standard(task)) : gates;
  }

  /// The same question, with other slices and gates.
  public Question with(List<Slicing> otherSlicings, List<Gate> otherGates) {
    return new Question(task, subject, grounds, baseline, otherSlicings, otherGates, method);
  }
}
