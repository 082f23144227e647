package dev.rondo.quality.expectation;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// On the way to a verdict: either more figures are needed, or it is there. All expectations of a
/// suite go this way side by side, so that the figures of one round share scans.
sealed interface Judgement {

  /// Needs these figures; whatever the function throws becomes the expectation's exception.
  record Ask(List<Metric> metrics, Function<Answers, Judgement> then) implements Judgement {
    public Ask {
      metrics = List.copyOf(metrics);
    }
  }

  /// Done.
  ///
  /// @param result the fields of the result, for [ResultFormat.Level#COMPLETE] down to what is
  ///   asked
  record Told(boolean success, ObjectNode result) implements Judgement {}

  /// Something to be read from figures once they are measured.
  record Figure<T>(List<Metric> metrics, Function<Answers, T> read) {
    public Figure {
      metrics = List.copyOf(metrics);
    }
  }

  /// Goes on from the verdict.
  default Judgement then(Function<Told, Judgement> next) {
    return switch (this) {
      case Told told -> next.apply(told);
      case Ask(var metrics, var goOn) ->
          new Ask(metrics, answers -> goOn.apply(answers).then(next));
    };
  }

  static Judgement ask(List<? extends Metric> metrics, Function<Answers, Judgement> then) {
    return new Ask(List.copyOf(metrics), then);
  }
}
