package dev.rondo.features;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The features of one model, in the order of its inputs: those of the request first, then those of
/// each view.
public record FeatureService(
    String name, Spine spine, List<RequestFeature> request, List<ViewFeatures> views) {

  private static final double EXACT = 1 << 24;

  public FeatureService {
    request = List.copyOf(request);
    views = List.copyOf(views);
  }

  /// The model's inputs, in order.
  public List<String> names() {
    return Stream.concat(
            request.stream().filter(RequestFeature::isInput).map(RequestFeature::name),
            views.stream().flatMap(v -> v.features().stream()))
        .toList();
  }

  /// The views, each once.
  public List<FeatureView> distinctViews() {
    return views.stream().map(ViewFeatures::view).distinct().toList();
  }

  /// Columns of the spine's own row that the features read: all must be known at the request.
  public List<String> requestFields() {
    return Stream.concat(
            request.stream().map(RequestFeature::field),
            views.stream().flatMap(v -> v.keys().values().stream().filter(k -> !isFeature(k))))
        .distinct()
        .toList();
  }

  /// A view's keys at a request that is known by what the model was given: whole numbers, by the
  /// view's columns. Empty when one does not follow from that.
  ///
  /// @param inputs by name; a number beyond 2^24 is not exact there, and so none
  /// @param timeField the request's field with its moment
  public Optional<Map<String, Long>> keys(
      ViewFeatures use, Map<String, Float> inputs, String timeField, EventTime moment) {
    Map<String, Long> keys = new TreeMap<>();
    use.keys()
        .forEach((key, field) ->
            named(field)
                .map(f -> value(f, inputs, timeField, moment))
                .filter(value -> value == Math.rint(value) && Math.abs(value) < EXACT)
                .ifPresent(value -> keys.put(key, value.longValue())));
    return keys.size() == use.keys().size() ? Optional.of(keys) : Optional.empty();
  }

  /// The request's feature of this name, or the one that is this field as it came.
  private Optional<RequestFeature> named(String field) {
    return request.stream()
        .filter(f -> f.name().equals(field))
        .findFirst()
        .or(() ->
            request.stream()
                .filter(f -> f.field().equals(field) && f.transform() == Transform.VALUE)
                .findFirst());
  }

  /// NaN where it is not known.
  private static double value(
      RequestFeature feature, Map<String, Float> inputs, String timeField, EventTime moment) {
    if (feature.isInput()) {
      return inputs.getOrDefault(feature.name(), Float.NaN);
    }
    return feature.transform().needsTime() && feature.field().equals(timeField)
        ? feature.transform().ofTime(moment.value().toEpochMilli())
        : Double.NaN;
  }

  private boolean isFeature(String name) {
    return request.stream().anyMatch(f -> f.name().equals(name));
  }

  /// This definition as an asset.
  public Asset asset() {
    Digest digest =
        Digest.of(
            name
                + spine
                + request
                + views.stream()
                    .map(v -> v.view().asset().digest() + v.features().toString() + v.keys())
                    .collect(Collectors.joining()));
    return new Asset(Asset.Kind.FEATURE_VIEW, "service/" + name, digest.brief(), digest);
  }
}
