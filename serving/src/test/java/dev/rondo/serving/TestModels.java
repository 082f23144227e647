package dev.rondo.serving;

import ai.onnx.proto.OnnxMl;
import java.util.List;
import java.util.Random;

/// Small ONNX models whose answers are known.
final class TestModels {
  private static final int FLOAT = OnnxMl.TensorProto.DataType.FLOAT.getNumber();

  private TestModels() {}

  /// `prediction = bias + features · weights`, with an output of [N, 1].
  static byte[] linear(float bias, float... weights) {
    OnnxMl.GraphProto graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("linear")
            .addInput(tensor("features", weights.length))
            .addOutput(tensor("prediction", 1))
            .addInitializer(constant("weights", List.of((long) weights.length, 1L), weights))
            .addInitializer(constant("bias", List.of(1L), bias))
            .addNode(
                OnnxMl.NodeProto.newBuilder()
                    .setOpType("MatMul")
                    .addInput("features")
                    .addInput("weights")
                    .addOutput("product"))
            .addNode(
                OnnxMl.NodeProto.newBuilder()
                    .setOpType("Add")
                    .addInput("product")
                    .addInput("bias")
                    .addOutput("prediction"))
            .build();
    return model(graph);
  }

  /// Full binary trees of random splits in [0, 1) over all features.
  static byte[] forest(int width, int trees, int depth, long seed) {
    Forest forest = new Forest(width, new Random(seed));
    for (int tree = 0; tree < trees; tree++) {
      forest.addTree(tree, depth);
    }
    OnnxMl.GraphProto graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("forest")
            .addInput(tensor("features", width))
            .addOutput(tensor("prediction", 1))
            .addNode(forest.node())
            .build();
    return model(graph);
  }

  private static byte[] model(OnnxMl.GraphProto graph) {
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(15))
        .addOpsetImport(
            OnnxMl.OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static OnnxMl.ValueInfoProto tensor(String name, int width) {
    OnnxMl.TensorShapeProto shape =
        OnnxMl.TensorShapeProto.newBuilder()
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(width))
            .build();
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape)))
        .build();
  }

  private static OnnxMl.TensorProto constant(String name, List<Long> dimensions, float... values) {
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder().setName(name).setDataType(FLOAT).addAllDims(dimensions);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor.build();
  }

  private static final class Forest {
    private final int width;
    private final Random random;
    private final OnnxMl.AttributeProto.Builder treeIds = ints("nodes_treeids");
    private final OnnxMl.AttributeProto.Builder nodeIds = ints("nodes_nodeids");
    private final OnnxMl.AttributeProto.Builder features = ints("nodes_featureids");
    private final OnnxMl.AttributeProto.Builder lows = ints("nodes_truenodeids");
    private final OnnxMl.AttributeProto.Builder highs = ints("nodes_falsenodeids");
    private final OnnxMl.AttributeProto.Builder missing = ints("nodes_missing_value_tracks_true");
    private final OnnxMl.AttributeProto.Builder modes =
        attribute("nodes_modes", OnnxMl.AttributeProto.AttributeType.STRINGS);
    private final OnnxMl.AttributeProto.Builder splits = floats("nodes_values");
    private final OnnxMl.AttributeProto.Builder targetTrees = ints("target_treeids");
    private final OnnxMl.AttributeProto.Builder targetNodes = ints("target_nodeids");
    private final OnnxMl.AttributeProto.Builder targetIds = ints("target_ids");
    private final OnnxMl.AttributeProto.Builder weights = floats("target_weights");

    Forest(int width, Random random) {
      this.width = width;
      this.random = random;
    }

    void addTree(int tree, int depth) {
      int inner = (1 << depth) - 1;
      for (int node = 0; node < 2 * inner + 1; node++) {
        boolean isLeaf = node >= inner;
        treeIds.addInts(tree);
        nodeIds.addInts(node);
        features.addInts(isLeaf ? 0 : random.nextInt(width));
        lows.addInts(isLeaf ? 0 : 2L * node + 1);
        highs.addInts(isLeaf ? 0 : 2L * node + 2);
        missing.addInts(isLeaf ? 0 : 1);
        modes.addStrings(
            com.google.protobuf.ByteString.copyFromUtf8(isLeaf ? "LEAF" : "BRANCH_LT"));
        splits.addFloats(isLeaf ? 0 : random.nextFloat());
        if (isLeaf) {
          targetTrees.addInts(tree);
          targetNodes.addInts(node);
          targetIds.addInts(0);
          weights.addFloats(random.nextFloat());
        }
      }
    }

    OnnxMl.NodeProto node() {
      OnnxMl.NodeProto.Builder node =
          OnnxMl.NodeProto.newBuilder()
              .setOpType("TreeEnsembleRegressor")
              .setDomain("ai.onnx.ml")
              .addInput("features")
              .addOutput("prediction");
      for (var attribute :
          List.of(
              treeIds,
              nodeIds,
              features,
              lows,
              highs,
              missing,
              modes,
              splits,
              targetTrees,
              targetNodes,
              targetIds,
              weights)) {
        node.addAttribute(attribute);
      }
      OnnxMl.AttributeProto.Builder targets =
          attribute("n_targets", OnnxMl.AttributeProto.AttributeType.INT);
      return node.addAttribute(targets.setI(1)).build();
    }

    private static OnnxMl.AttributeProto.Builder ints(String name) {
      return attribute(name, OnnxMl.AttributeProto.AttributeType.INTS);
    }

    private static OnnxMl.AttributeProto.Builder floats(String name) {
      return attribute(name, OnnxMl.AttributeProto.AttributeType.FLOATS);
    }

    private static OnnxMl.AttributeProto.Builder attribute(
        String name, OnnxMl.AttributeProto.AttributeType type) {
      return OnnxMl.AttributeProto.newBuilder().setName(name).setType(type);
    }
  }
}
