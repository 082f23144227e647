package dev.rondo.loop.evaluation;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.Components;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.evaluation.Answers;
import dev.rondo.registry.evaluation.Features;
import dev.rondo.registry.evaluation.Question;
import dev.rondo.registry.evaluation.Report;
import dev.rondo.registry.evaluation.Subject;
import dev.rondo.serving.ModelRef;
import dev.rondo.training.Matrix;
import java.util.List;
import java.util.Optional;

/// Answers the question of an evaluation from what is stored: the rows of a matrix, and the files
/// of models.
final class Answering {
  private final Components components;
  private final Caller caller;

  Answering(Components components, Caller caller) {
    this.components = components;
    this.caller = caller;
  }

  /// @throws Problem `not-found` when the rows or a model are not stored any more
  Report answer(Question question) {
    Digest digest = new Digest(question.grounds().matrix());
    if (question.grounds().kind().equals(Asset.Kind.DATASET.text())) {
      SentAnswers sent = SentAnswers.parse(components.blobs().load(digest));
      return Report.of(question, sent.features(), sent.answers(), Optional.empty());
    }
    try (Matrix matrix = Matrix.open(components.blobs().existing(digest))) {
      Matrix rows = matrix.slice(question.grounds().from(), question.grounds().to());
      float[] labels = rows.labels();
      Features features = features(rows);
      return Report.of(
          question,
          features,
          answers(question, question.subject(), features, labels),
          question.baseline().map(other -> answers(question, other, features, labels)));
    }
  }

  private static Features features(Matrix rows) {
    float[][] columns = new float[rows.width()][];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = rows.column(i);
    }
    return new Features(rows.names(), columns);
  }

  private Answers answers(Question question, Subject subject, Features features, float[] labels) {
    ModelVersion version = components.registry().load(caller, subject.model(), subject.version());
    List<String> inputs = version.signature().inputNames();
    float[] scores =
        components
            .serving()
            .scoreOnce(
                caller,
                new ModelRef(subject.model(), subject.version()),
                new Digest(subject.digest()),
                inputs,
                rows(subject, features, inputs, labels.length));
    return Answers.of(question.task(), labels, scores);
  }

  private static float[][] rows(
      Subject subject, Features features, List<String> inputs, int count) {
    float[][] rows = new float[count][inputs.size()];
    for (int i = 0; i < inputs.size(); i++) {
      float[] column = column(subject, features, inputs.get(i));
      for (int row = 0; row < count; row++) {
        rows[row][i] = column[row];
      }
    }
    return rows;
  }

  private static float[] column(Subject subject, Features features, String input) {
    return Optional.of(features.names().indexOf(input))
        .filter(index -> index >= 0)
        .map(index -> features.columns()[index])
        .orElseThrow(() ->
            Problem.conflict(
                "Version %d of '%s' needs the input '%s', and the rows have only %s.",
                subject.version(), subject.model(), input, features.names()));
  }
}
