package dev.rondo.serving;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A request of raw rows to a model, as the Open Inference Protocol has it: either one tensor with
/// the model's input name and shape [rows, width], or one tensor of [rows] or [rows, 1] for each
/// feature by its name. Elements go straight into the model's buffer. It holds the model until it
/// is closed, and is confined to one thread.
public final class InferenceRequest implements AutoCloseable {
  /// How many elements a request may have.
  public static final int MAX_ELEMENTS = 1 << 24;

  private static final int MAX_ID_LENGTH = 200;

  private final Predictor predictor;
  private final Route route;
  private final int width;
  private final BitSet seen = new BitSet();
  private @Nullable FloatBuffer rows;
  private OptionalInt count = OptionalInt.empty();
  private String id = "";
  private OptionalLong eventMillis = OptionalLong.empty();

  /// The caller has acquired the route's model, which [#close] releases.
  InferenceRequest(Predictor predictor, Route route) {
    this.predictor = predictor;
    this.route = route;
    this.width = route.model().inputs().size();
  }

  /// The version that answers.
  public ModelRef model() {
    return route.model().ref();
  }

  /// Names the request; without a name, one is made.
  public InferenceRequest id(String requestId) {
    if (requestId.length() > MAX_ID_LENGTH) {
      throw Problem.invalid("A request id has %d characters at the most.", MAX_ID_LENGTH);
    }
    this.id = requestId;
    return this;
  }

  /// Says when the rows happened; without it, system time is logged.
  public InferenceRequest eventTime(EventTime time) {
    this.eventMillis = OptionalLong.of(time.value().toEpochMilli());
    return this;
  }

  /// Asks for an output; without any, all are given.
  ///
  /// @throws Problem when the model has no such output
  public InferenceRequest output(String name) {
    String only = route.model().onnx().output();
    if (!name.equals(only)) {
      throw Problem.invalid(
          "The model '%s' has no output '%s'; its output is '%s'.", model().model(), name, only);
    }
    return this;
  }

  /// Announces an input tensor, whose elements then go into the writer.
  ///
  /// @throws Problem when the name, datatype or shape does not fit the model
  public TensorWriter input(String name, String datatype, long[] shape) {
    Datatypes.size(datatype);
    long elements = elements(name, shape);
    if (name.equals(route.model().onnx().input())) {
      require(shape.length == 2 && shape[1] == width, name, shape, "[-1," + width + "]");
      mark(name, 0, width, (int) shape[0]);
      return new TensorWriter(name, datatype, buffer(), 0, 1, (int) elements);
    }
    int column = route.model().inputs().indexOf(name);
    if (column < 0) {
      throw Problem.invalid(
          "The model '%s' has no input '%s'; its input is '%s' of [-1,%d], or one tensor for each of"
              + " its features: %s.",
          model().model(),
          name,
          route.model().onnx().input(),
          width,
          String.join(", ", route.model().inputs()));
    }
    require(
        shape.length == 1 || (shape.length == 2 && shape[1] == 1), name, shape, "[-1] or [-1,1]");
    mark(name, column, column + 1, (int) shape[0]);
    return new TensorWriter(name, datatype, buffer(), column, width, (int) elements);
  }

  private long elements(String name, long[] shape) {
    long elements = 1;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw Problem.invalid(
            "The input '%s' has a negative dimension in its shape %s.",
            name, Arrays.toString(shape));
      }
      if (dimension > 0 && elements > MAX_ELEMENTS / dimension) {
        throw Problem.invalid(
            "The shape %s of input '%s' causes total element count to exceed maximum size of %d.",
            Arrays.toString(shape), name, MAX_ELEMENTS);
      }
      elements *= dimension;
    }
    if (shape.length > 0 && shape[0] > MAX_ELEMENTS / width) {
      throw Problem.invalid(
          "%d rows of %d features cause total element count to exceed maximum size of %d.",
          shape[0], width, MAX_ELEMENTS);
    }
    return elements;
  }

  private void require(boolean fits, String name, long[] shape, String right) {
    if (!fits) {
      throw Problem.invalid(
          "The input '%s' of model '%s' has shape %s: %s is right.",
          name, model().model(), Arrays.toString(shape), right);
    }
  }

  private void mark(String name, int from, int to, int rowCount) {
    if (seen.nextSetBit(from) >= 0 && seen.nextSetBit(from) < to) {
      throw Problem.invalid("The input '%s' is given twice.", name);
    }
    if (count.isPresent() && count.getAsInt() != rowCount) {
      throw Problem.invalid(
          "The input '%s' has %d rows, and the inputs before have %d.",
          name, rowCount, count.getAsInt());
    }
    seen.set(from, to);
    count = OptionalInt.of(rowCount);
  }

  private FloatBuffer buffer() {
    FloatBuffer present = rows;
    if (present == null) {
      present = predictor.buffers().take(Math.max(1, count.orElse(0) * width));
      rows = present;
    }
    return present;
  }

  /// Runs the model on the rows, once every input is complete, and logs each row.
  public InferenceResult infer() {
    long started = System.nanoTime();
    try {
      if (seen.cardinality() < width) {
        String missing = route.model().inputs().get(seen.nextClearBit(0));
        throw Problem.invalid(
            seen.isEmpty()
                ? "The request has no inputs: the input '%2$s' of model '%1$s' is needed."
                : "The input '%3$s' of model '%1$s' is missing.",
            model().model(),
            route.model().onnx().input(),
            missing);
      }
      return predictor.infer(route, id, eventMillis, buffer(), count.orElse(0), started);
    } catch (Problem e) {
      route.meter().failed(e.code());
      throw e;
    } catch (RuntimeException e) {
      route.meter().failed(ProblemCode.INTERNAL);
      throw e;
    }
  }

  /// Gives back the buffer and the model.
  @Override
  public void close() {
    if (rows != null) {
      predictor.buffers().give(rows);
      rows = null;
    }
    route.model().release();
  }
}
