package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// The traces of a store in a folder; their spans are among their artifacts.
record FolderTraces(ImportReport report) {

  void of(String experiment, Path root, Consumer<ObjectNode> each) {
    for (Path folder : Folders.folders(root)) {
      try {
        ObjectNode trace = Json.object();
        trace.set("trace_info", info(experiment, folder));
        each.accept(trace);
      } catch (Problem e) {
        report.source("traces", 1);
        report.missing("trace", folder.toString(), e.text());
      }
    }
  }

  private static ObjectNode info(String experiment, Path folder) {
    ObjectNode meta = Folders.yaml(folder.resolve("trace_info.yaml"));
    ObjectNode info = Json.object().put("trace_id", folder.getFileName().toString());
    TraceForm.at(info, experiment);
    info.put("request_time", time(meta));
    long millis =
        meta.path("execution_duration_ms").asLong(meta.path("execution_time_ms").asLong(0));
    info.put("execution_duration", TraceForm.seconds(millis));
    info.put("state", meta.path("state").asString(meta.path("status").asString("")));
    for (String name : new String[] {"client_request_id", "request_preview", "response_preview"}) {
      if (meta.path(name).isString()) {
        info.set(name, meta.path(name));
      }
    }
    ObjectNode tags = info.putObject("tags");
    Folders.each(folder.resolve("tags"), tags::put);
    ObjectNode metadata = info.putObject("trace_metadata");
    Folders.each(folder.resolve("request_metadata"), metadata::put);
    assessments(folder.resolve("assessments")).forEach(info.putArray("assessments")::add);
    return info;
  }

  private static String time(ObjectNode meta) {
    return meta.path("request_time").isString()
        ? meta.path("request_time").stringValue()
        : Instant.ofEpochMilli(meta.path("timestamp_ms").asLong(0)).toString();
  }

  private static List<ObjectNode> assessments(Path folder) {
    List<ObjectNode> all = new ArrayList<>();
    Folders.files(folder).forEach(file -> all.add(Folders.yaml(file)));
    all.sort(Comparator.comparing(one -> one.path("create_time").asString("")));
    return all;
  }
}
