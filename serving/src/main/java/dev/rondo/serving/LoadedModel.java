package dev.rondo.serving;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A model in memory, counted by who uses it: whoever acquires it may run it until the release, and
/// the session closes when the owner and the last request have let go. Thread-safe.
final class LoadedModel {
  private final ModelRef ref;
  private final List<String> inputs;
  private final OnnxModel onnx;
  private final AtomicInteger holders = new AtomicInteger(1);

  /// The maker is the first holder.
  LoadedModel(ModelRef ref, List<String> inputs, OnnxModel onnx) {
    this.ref = ref;
    this.inputs = List.copyOf(inputs);
    this.onnx = onnx;
  }

  ModelRef ref() {
    return ref;
  }

  List<String> inputs() {
    return inputs;
  }

  OnnxModel onnx() {
    return onnx;
  }

  /// Whether the caller now holds it; not so when it has been closed.
  boolean acquire() {
    for (int count = holders.get(); count > 0; count = holders.get()) {
      if (holders.compareAndSet(count, count + 1)) {
        return true;
      }
    }
    return false;
  }

  void release() {
    if (holders.decrementAndGet() == 0) {
      onnx.close();
    }
  }

  boolean isOpen() {
    return holders.get() > 0;
  }
}
