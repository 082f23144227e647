package dev.rondo.features;

import dev.rondo.data.Column;
import dev.rondo.data.ColumnType;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.Timestamps;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Fills a model's input vector for one request: the request's own features, then those of each
/// view, all views from one state of the online store. Compiled once for a service; thread-safe.
public final class FeatureLookup {
  private final FeatureService service;
  private final OnlineStore store;
  private final List<String> names;
  private final List<CompiledView> views;

  FeatureLookup(ProjectName project, FeatureService service, OnlineStore store) {
    this.service = service;
    this.store = store;
    this.names = service.names();
    this.views = service.views().stream().map(use -> compile(project, use)).toList();
  }

  /// The names of the vector's places.
  public List<String> names() {
    return names;
  }

  /// Fills the vector; NaN where the request or the store has no value.
  ///
  /// @param request its fields are as the contract of the endpoint has them
  /// @param vector as long as [#names]
  public void lookup(ObjectNode request, float[] vector) {
    double[] own = new double[service.request().size()];
    int at = 0;
    for (int i = 0; i < own.length; i++) {
      RequestFeature feature = service.request().get(i);
      own[i] = value(request, feature);
      if (feature.isInput()) {
        vector[at++] = (float) own[i];
      }
    }
    try (OnlineStore.Reader reader = store.reader()) {
      for (CompiledView view : views) {
        at = fill(view, request, own, reader, vector, at);
      }
    }
  }

  private int fill(
      CompiledView view,
      ObjectNode request,
      double[] own,
      OnlineStore.Reader reader,
      float[] vector,
      int at) {
    ByteBuffer key = reader.newKey().put(view.prefix);
    boolean isComplete = true;
    for (KeyPart part : view.keys) {
      isComplete &= part.put(key, request, own);
    }
    ByteBuffer value = isComplete ? reader.find(key.flip()) : null;
    for (int position : view.positions) {
      vector[at++] =
          value == null
              ? Float.NaN
              : (float) value.getDouble(value.position() + Long.BYTES + Double.BYTES * position);
    }
    return at;
  }

  private static double value(ObjectNode request, RequestFeature feature) {
    JsonNode field = request.path(feature.field());
    if (feature.transform().needsTime()) {
      return time(field).map(millis -> feature.transform().ofTime(millis)).orElse(Double.NaN);
    }
    return field.isNumber() ? feature.transform().ofNumber(field.doubleValue()) : Double.NaN;
  }

  private static Optional<Long> time(JsonNode field) {
    return field.isString()
        ? Timestamps.parse(field.stringValue())
            .map(time -> time.toInstant(ZoneOffset.UTC).toEpochMilli())
        : Optional.empty();
  }

  private CompiledView compile(ProjectName project, ViewFeatures use) {
    List<String> all = use.view().features().stream().map(Column::name).toList();
    int[] positions = use.features().stream().mapToInt(all::indexOf).toArray();
    List<KeyPart> keys = use.view().keys().stream().map(key -> part(use, key)).toList();
    return new CompiledView(OnlineStore.prefix(project, use.view()), keys, positions);
  }

  private KeyPart part(ViewFeatures use, Column key) {
    String field = Objects.requireNonNull(use.keys().get(key.name()));
    int feature =
        IntStream.range(0, service.request().size())
            .filter(i -> service.request().get(i).name().equals(field))
            .findFirst()
            .orElse(-1);
    return new KeyPart(field, feature, key.type() == ColumnType.VARCHAR);
  }

  private record CompiledView(byte[] prefix, List<KeyPart> keys, int[] positions) {}

  private record KeyPart(String field, int feature, boolean isText) {
    boolean put(ByteBuffer key, ObjectNode request, double[] own) {
      if (feature >= 0) {
        OnlineStore.put(key, (long) own[feature]);
        return !Double.isNaN(own[feature]);
      }
      JsonNode value = request.path(field);
      if (isText ? !value.isString() : !isWhole(value)) {
        return false;
      }
      OnlineStore.put(key, isText ? value.stringValue() : (Object) value.longValue());
      return true;
    }

    /// 3 and 3.0 are, as for the contract.
    private static boolean isWhole(JsonNode value) {
      return value.isIntegralNumber()
          || (value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue()));
    }
  }
}
