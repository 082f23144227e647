package dev.rondo.training;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.util.List;

/// Writes boosted trees as ONNX: one `TreeEnsembleRegressor` from `features` [N, width] to
/// `prediction` [N, 1], both 32-bit floats. Its predictions equal XGBoost's bit by bit, since the
/// base score stands as a first tree of one leaf, so that the sums run in XGBoost's order. Equal
/// models give equal bytes.
final class OnnxExport {
  static final String INPUT = "features";
  static final String OUTPUT = "prediction";

  /// The metadata entry that holds the features' names as a JSON array.
  static final String NAMES_KEY = "rondo.features";

  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;
  private static final int ML_OPSET = 3;
  private static final String ML_DOMAIN = "ai.onnx.ml";

  private OnnxExport() {}

  /// @param names of the features, in the model's order
  static byte[] export(XgbTrees model, List<String> names) {
    if (model.features() != names.size()) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "The model takes %d features, and %d names were given.",
          model.features(),
          names.size());
    }
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("boosted_trees")
            .addInput(tensor(INPUT, names.size()))
            .addOutput(tensor(OUTPUT, 1))
            .addNode(regressor(model))
            .build();
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("rondo")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(ML_DOMAIN).setVersion(ML_OPSET))
        .setGraph(graph)
        .addMetadataProps(
            StringStringEntryProto.newBuilder().setKey(NAMES_KEY).setValue(Json.write(names)))
        .build()
        .toByteArray();
  }

  private static ValueInfoProto tensor(String name, int width) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
            .build();
    TypeProto.Tensor type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT_VALUE)
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private static NodeProto regressor(XgbTrees model) {
    Ensemble ensemble = new Ensemble();
    ensemble.addLeafOnly(model.baseScore());
    model.trees().forEach(ensemble::add);
    return NodeProto.newBuilder()
        .setDomain(ML_DOMAIN)
        .setOpType("TreeEnsembleRegressor")
        .setName("trees")
        .addInput(INPUT)
        .addOutput(OUTPUT)
        .addAllAttribute(ensemble.attributes())
        .build();
  }

  /// The operator's parallel lists, one entry for each node of each tree.
  private static final class Ensemble {
    private final AttributeProto.Builder trees = integers("nodes_treeids");
    private final AttributeProto.Builder nodes = integers("nodes_nodeids");
    private final AttributeProto.Builder features = integers("nodes_featureids");
    private final AttributeProto.Builder modes =
        AttributeProto.newBuilder()
            .setName("nodes_modes")
            .setType(AttributeProto.AttributeType.STRINGS);
    private final AttributeProto.Builder thresholds = floats("nodes_values");
    private final AttributeProto.Builder whenTrue = integers("nodes_truenodeids");
    private final AttributeProto.Builder whenFalse = integers("nodes_falsenodeids");
    private final AttributeProto.Builder missing = integers("nodes_missing_value_tracks_true");
    private final AttributeProto.Builder leafTrees = integers("target_treeids");
    private final AttributeProto.Builder leafNodes = integers("target_nodeids");
    private final AttributeProto.Builder leafTargets = integers("target_ids");
    private final AttributeProto.Builder leafValues = floats("target_weights");
    private int tree;

    void addLeafOnly(float value) {
      leaf(0, value);
      tree++;
    }

    void add(XgbTrees.Tree source) {
      for (int node = 0; node < source.size(); node++) {
        if (source.isLeaf(node)) {
          leaf(node, source.values()[node]);
        } else {
          split(source, node);
        }
      }
      tree++;
    }

    /// XGBoost goes left when the value is less than the threshold.
    private void split(XgbTrees.Tree source, int node) {
      node(node, "BRANCH_LT", source.feature()[node], source.values()[node]);
      whenTrue.addInts(source.left()[node]);
      whenFalse.addInts(source.right()[node]);
      missing.addInts(source.missingLeft()[node]);
    }

    private void leaf(int node, float value) {
      node(node, "LEAF", 0, 0);
      whenTrue.addInts(0);
      whenFalse.addInts(0);
      missing.addInts(0);
      leafTrees.addInts(tree);
      leafNodes.addInts(node);
      leafTargets.addInts(0);
      leafValues.addFloats(value);
    }

    private void node(int node, String mode, int feature, float threshold) {
      trees.addInts(tree);
      nodes.addInts(node);
      modes.addStrings(ByteString.copyFromUtf8(mode));
      features.addInts(feature);
      thresholds.addFloats(threshold);
    }

    List<AttributeProto> attributes() {
      AttributeProto targets =
          AttributeProto.newBuilder()
              .setName("n_targets")
              .setType(AttributeProto.AttributeType.INT)
              .setI(1)
              .build();
      return List.of(
          targets,
          trees.build(),
          nodes.build(),
          features.build(),
          modes.build(),
          thresholds.build(),
          whenTrue.build(),
          whenFalse.build(),
          missing.build(),
          leafTrees.build(),
          leafNodes.build(),
          leafTargets.build(),
          leafValues.build());
    }

    private static AttributeProto.Builder integers(String name) {
      return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    }

    private static AttributeProto.Builder floats(String name) {
      return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
    }
  }
}
