package dev.rondo.loop.contract;

import dev.rondo.features.FeatureService;
import dev.rondo.features.FeatureView;
import dev.rondo.loop.project.EndpointFile;
import dev.rondo.loop.project.Project;
import dev.rondo.workflow.Pipeline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Who reads from whom, as a project's files say: data sets lead to feature views and services,
/// services to the models that pipelines train and endpoints serve, models to endpoints.
final class FileUses {
  private final Map<String, Set<String>> readers = new HashMap<>();

  FileUses(Project project) {
    project.views().values().forEach(this::view);
    project.services().values().forEach(this::service);
    project.pipelines().values().forEach(this::pipeline);
    project.endpoints().values().forEach(this::endpoint);
  }

  private void view(FeatureView view) {
    reads("data-set:" + view.source(), "feature-view:" + view.name());
  }

  private void service(FeatureService service) {
    String name = "feature-service:" + service.name();
    reads("data-set:" + service.spine().dataset(), name);
    service.distinctViews().forEach(view -> reads("feature-view:" + view.name(), name));
  }

  /// A pipeline that names a feature service and a model trains the one on the other.
  private void pipeline(Pipeline pipeline) {
    for (String service : values(pipeline, "service")) {
      for (String model : values(pipeline, "model")) {
        reads("feature-service:" + service, "model:" + model);
        reads("examples:" + service, "model:" + model);
      }
    }
  }

  private static Set<String> values(Pipeline pipeline, String parameter) {
    return pipeline.tasks().stream()
        .map(task -> task.with().path(parameter).asString(""))
        .filter(value -> !value.isEmpty() && !value.contains("${"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void endpoint(EndpointFile endpoint) {
    String name = "endpoint:" + endpoint.name();
    reads("requests:" + endpoint.name(), name);
    reads("requests:" + endpoint.name(), "feature-service:" + endpoint.service());
    reads("requests:" + endpoint.name(), "model:" + endpoint.model());
    reads("feature-service:" + endpoint.service(), "model:" + endpoint.model());
    reads("examples:" + endpoint.service(), "model:" + endpoint.model());
    reads("model:" + endpoint.model(), name);
    reads("answers:" + endpoint.name(), PartyFinder.CALLERS + endpoint.name());
  }

  private void reads(String from, String reader) {
    readers.computeIfAbsent(from, _ -> new TreeSet<>()).add(reader);
  }

  /// Everything that reads from here, directly or by way of others.
  Set<String> readersOf(String origin) {
    Set<String> found = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(Set.of(origin));
    while (!open.isEmpty()) {
      for (String reader : readers.getOrDefault(open.pop(), Set.of())) {
        if (found.add(reader)) {
          open.push(reader);
        }
      }
    }
    return found;
  }
}
