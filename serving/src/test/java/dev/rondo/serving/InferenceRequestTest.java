package dev.rondo.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.testing.Callers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceRequestTest {
  @TempDir Path folder;
  private ServingHarness home;
  private InferenceRequest request;

  @BeforeEach
  void open() {
    home = new ServingHarness(folder);
    home.deploy(3, 1);
    request = home.serving.open(Callers.ALL, "duration", OptionalInt.empty());
  }

  @AfterEach
  void close() {
    request.close();
    home.close();
  }

  private static long[] shape(long... dimensions) {
    return dimensions;
  }

  private void fill(TensorWriter writer) {
    for (int i = 0; i < writer.count(); i++) {
      writer.put((double) i);
    }
    writer.end();
  }

  @Test
  void rowsInOneTensorAreAnsweredAndLogged() {
    fill(request.id("q").input("features", "FP64", shape(3, 2)));
    request.eventTime(EventTime.parse("2018-04-01"));
    InferenceResult result = request.output("prediction").infer();
    assertThat(result)
        .returns("q", InferenceResult::id)
        .returns(new ModelRef("duration", 3), InferenceResult::model);
    assertThat(result.values()).containsExactly(1 + 3, 1 + 4 + 9, 1 + 8 + 15);
    PredictionBlock block =
        home.serving.read(
            Callers.ALL, "trip", EventTime.parse("2018-04-01"), EventTime.parse("2018-04-02"));
    assertThat(block.requestIds()).containsExactly("q/0", "q/1", "q/2");
    assertThat(block.columns()[1]).containsExactly(1, 3, 5);
  }

  @Test
  void oneRowAndNoRowAreAnswered() {
    fill(request.input("features", "INT64", shape(1, 2)));
    InferenceResult one = request.infer();
    assertThat(one.values()).containsExactly(4);
    assertThat(one.id()).hasSize(32);
    try (InferenceRequest empty = home.serving.open(Callers.ALL, "duration", OptionalInt.of(3))) {
      empty.input("features", "FP32", shape(0, 2)).end();
      assertThat(empty.infer().values()).isEmpty();
    }
  }

  @Test
  void aTensorForEachFeatureGoesIntoItsColumn() {
    fill(request.input("hour", "INT32", shape(2, 1)));
    assertThatThrownBy(request::infer).hasMessageContaining("'distance'");
    fill(request.input("distance", "FP32", shape(2)));
    assertThat(request.infer().values()).containsExactly(1, 1 + 2 + 3);
  }

  @Test
  void binaryTensorsAreLittleEndian() {
    ByteBuffer content =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putFloat(1).putFloat(2);
    content.putFloat(3).putFloat(4).flip();
    TensorWriter writer = request.input("features", "FP32", shape(2, 2));
    writer.putAll(content);
    writer.end();
    assertThat(request.infer().values()).containsExactly(9, 19);
  }

  @Test
  void unsignedAndSmallIntegersKeepTheirValue() {
    TensorWriter hours = request.input("hour", "UINT64", shape(2));
    hours.putAll(
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(-1L).putLong(5).flip());
    TensorWriter distances = request.input("distance", "UINT8", shape(2));
    distances.putAll(ByteBuffer.wrap(new byte[] {(byte) 200, 1}));
    assertThat(request.infer().values()).containsExactly(3 * 0x1p64f, 1 + 2 + 15);
  }

  @Test
  void manyRowsMatchTheSumByHand() {
    int rows = 10_000;
    TensorWriter writer = request.input("features", "FP32", shape(rows, 2));
    for (int i = 0; i < rows; i++) {
      writer.put((double) i);
      writer.put(1L);
    }
    float[] values = request.infer().values();
    for (int i = 0; i < rows; i++) {
      assertThat(values[i]).isEqualTo(4 + 2f * i);
    }
  }

  @Test
  void whatDoesNotFitIsRefusedByName() {
    assertThatThrownBy(() -> request.input("features", "FP32", shape(2, 3)))
        .hasMessageContaining("[2, 3]: [-1,2] is right");
    assertThatThrownBy(() -> request.input("features", "FP32", shape(2)))
        .hasMessageContaining("[-1,2] is right");
    assertThatThrownBy(() -> request.input("nonsense", "FP32", shape(2, 2)))
        .hasMessageContaining("no input 'nonsense'");
    assertThatThrownBy(() -> request.input("features", "BYTES", shape(2, 2)))
        .hasMessageContaining("'BYTES' is not supported");
    assertThatThrownBy(() -> request.input("features", "FP32", shape(-1, 2)))
        .hasMessageContaining("negative dimension");
    assertThatThrownBy(
            () -> request.input("features", "FP32", shape(Long.MAX_VALUE, Long.MAX_VALUE)))
        .hasMessageContaining("causes total element count to exceed maximum size of");
    assertThatThrownBy(() -> request.input("distance", "FP32", shape(1L << 24)))
        .hasMessageContaining("exceed maximum size of");
    assertThatThrownBy(() -> request.output("other")).hasMessageContaining("no output 'other'");
    assertThatThrownBy(request::infer).hasMessageContaining("no inputs");
  }

  @Test
  void tooFewTooManyAndTooLargeElementsAreRefused() {
    TensorWriter writer = request.input("features", "FP32", shape(1, 2));
    writer.put(1.0);
    assertThatThrownBy(writer::end).hasMessageContaining("has 1 elements");
    assertThatThrownBy(() -> writer.put(1e39)).hasMessageContaining("finite 32-bit");
    writer.put(2.0);
    assertThatThrownBy(() -> writer.put(3.0)).hasMessageContaining("more elements");
    assertThatThrownBy(() -> request.input("features", "FP32", shape(1, 2)))
        .hasMessageContaining("given twice");
    assertThatThrownBy(() -> writer.putAll(ByteBuffer.allocate(4)))
        .hasMessageContaining("unexpected size for input 'features'");
  }

  @Test
  void columnsOfDifferentLengthAreRefused() {
    request.input("hour", "FP32", shape(2));
    assertThatThrownBy(() -> request.input("distance", "FP32", shape(3)))
        .hasMessageContaining("has 3 rows, and the inputs before have 2");
  }

  @Test
  void theModelIsDescribed() {
    ModelMetadata metadata = home.serving.metadata(Callers.ALL, "duration", OptionalInt.empty());
    assertThat(metadata.platform()).isEqualTo("onnx_onnxv1");
    assertThat(metadata.versions()).containsExactly("3");
    assertThat(metadata.inputs())
        .containsExactly(new ModelMetadata.TensorMetadata("features", "FP32", List.of(-1L, 2L)));
    assertThat(metadata.outputs())
        .containsExactly(new ModelMetadata.TensorMetadata("prediction", "FP32", List.of(-1L, 1L)));
    assertThatThrownBy(() -> home.serving.open(Callers.ALL, "duration", OptionalInt.of(9)))
        .hasMessageContaining("Version 9");
    assertThatThrownBy(() -> home.serving.open(Callers.ALL, "other", OptionalInt.empty()))
        .hasMessageContaining("no model 'other'");
  }

  @Test
  void anOldVersionAnswersUntilItsRequestEnds() {
    fill(request.input("features", "FP32", shape(1, 2)));
    home.deploy(4, 100);
    home.deploy(5, 200);
    assertThat(request.infer().values()).containsExactly(4);
  }
}
