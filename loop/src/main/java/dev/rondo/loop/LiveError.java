package dev.rondo.loop;

import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlSession;
import dev.rondo.features.Spine;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.project.EndpointFile;
import dev.rondo.monitoring.AbsoluteError;
import dev.rondo.registry.ModelVersion;
import dev.rondo.serving.ModelRef;
import dev.rondo.serving.PredictionBlock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How well an endpoint did on everything that it was asked, and how well one version alone would
/// have done with the same features: what the loop is worth.
public final class LiveError {
  private static final int BLOCK = 20_000;

  private final Components components;
  private final Caller caller;
  private final EndpointFile endpoint;
  private final PredictionBlock block;
  private final float[] labels;

  private LiveError(
      Components components,
      Caller caller,
      EndpointFile endpoint,
      PredictionBlock block,
      float[] labels) {
    this.components = components;
    this.caller = caller;
    this.endpoint = endpoint;
    this.block = block;
    this.labels = labels;
  }

  /// Joins the predictions of a time with the labels that are known by now.
  public static LiveError of(
      Components components,
      ActiveProject active,
      Caller caller,
      String endpointName,
      EventTime from,
      EventTime to) {
    EndpointFile endpoint = active.project().endpoint(endpointName);
    Spine spine = active.project().service(endpoint.service()).spine();
    Map<String, Float> known = labels(components, active, caller, spine);
    PredictionBlock block = components.serving().read(caller, endpointName, from, to);
    float[] labels = new float[block.rows()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = known.getOrDefault(block.requestIds()[i], Float.NaN);
    }
    return new LiveError(components, caller, endpoint, block, labels);
  }

  private static Map<String, Float> labels(
      Components components, ActiveProject active, Caller caller, Spine spine) {
    Map<String, Float> labels = new HashMap<>();
    Optional<Snapshot> snapshot = components.tables().current(caller, spine.dataset());
    snapshot.ifPresent(current ->
        active
            .workbench()
            .use(session -> {
              session.forEach(
                  "SELECT %s, CAST(%s AS DOUBLE) FROM %s"
                      .formatted(
                          SqlSession.name(spine.id()),
                          spine.label(),
                          components.tables().scan(caller, current)),
                  row -> labels.put(row.text(1), (float) row.real(2)));
              return true;
            }));
    return labels;
  }

  /// How many requests were answered.
  public int requests() {
    return block.rows();
  }

  /// The error of what was answered, in `[from, to)`.
  public AbsoluteError answered(EventTime from, EventTime to) {
    return error(block.values(), from, to);
  }

  /// What one version alone would have answered.
  public float[] alone(int version) {
    ModelVersion registered = components.registry().load(caller, endpoint.model(), version);
    ModelRef model = new ModelRef(endpoint.model(), version);
    float[] answers = new float[block.rows()];
    for (int start = 0; start < answers.length; start += BLOCK) {
      int end = Math.min(answers.length, start + BLOCK);
      float[] part =
          components
              .serving()
              .scoreOnce(
                  caller,
                  model,
                  registered.digest(),
                  registered.signature().inputNames(),
                  rows(start, end, registered));
      System.arraycopy(part, 0, answers, start, part.length);
    }
    return answers;
  }

  private float[][] rows(int start, int end, ModelVersion version) {
    int[] columns =
        version.signature().inputNames().stream().mapToInt(block.features()::indexOf).toArray();
    float[][] rows = new float[end - start][columns.length];
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] < 0) {
        throw Problem.conflict(
            "The predictions were logged without '%s'.", version.signature().inputNames().get(i));
      }
      for (int row = start; row < end; row++) {
        rows[row - start][i] = block.columns()[columns[i]][row];
      }
    }
    return rows;
  }

  /// The error of other answers to the same requests, in `[from, to)`.
  public AbsoluteError error(float[] answers, EventTime from, EventTime to) {
    long first = from.value().toEpochMilli();
    long last = to.value().toEpochMilli();
    int n = 0;
    float[] predicted = new float[answers.length];
    float[] actual = new float[answers.length];
    for (int i = 0; i < answers.length; i++) {
      long at = block.eventMillis()[i];
      if (at >= first && at < last && !Float.isNaN(labels[i])) {
        predicted[n] = answers[i];
        actual[n++] = labels[i];
      }
    }
    return AbsoluteError.of(Arrays.copyOf(predicted, n), Arrays.copyOf(actual, n));
  }

  /// The last request's id.
  public Optional<String> last() {
    int n = block.rows();
    return n == 0 ? Optional.empty() : Optional.of(block.requestIds()[n - 1]);
  }
}
