package dev.rondo.features;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The features of one model, in the order of its inputs: those of the request first, then those of
/// each view.
public record FeatureService(
    String name, Spine spine, List<RequestFeature> request, List<ViewFeatures> views) {

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
