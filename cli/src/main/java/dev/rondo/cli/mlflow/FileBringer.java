package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.PlainPath;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Brings the files of runs, logged models and traces, each while it is read, and compares what was
/// read with what is stored by its digest. Confined to one thread.
final class FileBringer {
  private final ArtifactPlaces places;
  private final Target target;
  private final String path;
  private final ImportReport report;

  FileBringer(ArtifactPlaces places, Target target, String path, ImportReport report) {
    this.places = places;
    this.target = target;
    this.path = path;
    this.report = report;
  }

  private record Here(String digest, long size) {}

  /// What was read at the source.
  private record Seen(String digest, long size) {}

  /// @param kind `run`, `model` or `trace`
  /// @param address where they lie at the source; empty when that is not told
  /// @return whether all of them are here now
  boolean bring(String kind, String id, String address) {
    if (address.isEmpty()) {
      return true;
    }
    try {
      ArtifactFolder folder = places.find(address);
      List<ArtifactFolder.File> files = folder.files(report);
      String at = path + "/" + kind + "/" + escape(id);
      Map<String, Here> here = files.isEmpty() ? Map.of() : here(at);
      boolean isWhole = true;
      for (ArtifactFolder.File file : files) {
        isWhole &= bring(folder, file, at, here);
      }
      return isWhole;
    } catch (Problem e) {
      report.missing("artifacts", kind + " " + id, e.text());
      return false;
    }
  }

  private Map<String, Here> here(String at) {
    Map<String, Here> here = new HashMap<>();
    for (JsonNode one : target.get(at).path("items")) {
      here.put(
          one.path("path").asString(),
          new Here(one.path("digest").asString(), one.path("size").asLong()));
    }
    return here;
  }

  private boolean bring(
      ArtifactFolder folder, ArtifactFolder.File file, String at, Map<String, Here> here) {
    report.source("artifacts", 1);
    report.source("bytes", file.size());
    try {
      PlainPath.check(file.path());
      Here known = here.get(file.path());
      boolean isHere =
          known != null
              && known.size() == file.size()
              && folder.read(file, FileBringer::digested).digest().equals(known.digest());
      if (!isHere) {
        send(folder, file, at);
      }
      report.here("artifacts", 1);
      report.here("bytes", file.size());
      return true;
    } catch (Problem e) {
      report.missing("artifact", at.substring(path.length() + 1) + "/" + file.path(), e.text());
      return false;
    }
  }

  private void send(ArtifactFolder folder, ArtifactFolder.File file, String at) {
    String to =
        Arrays.stream(file.path().split("/"))
            .map(FileBringer::escape)
            .collect(Collectors.joining("/", at + "/", ""));
    folder.read(
        file,
        content -> {
          DigestInputStream in = new DigestInputStream(content, Digest.start());
          JsonNode stored = target.put(to, in);
          String digest = Digest.finish(in.getMessageDigest(), new byte[0]).value();
          requireSame(stored, digest, file.size());
          return true;
        });
  }

  private static void requireSame(JsonNode stored, String digest, long size) {
    if (!stored.path("digest").asString("").equals(digest)) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "What was read has the digest %s, what is stored %s.",
          digest,
          stored.path("digest").asString(""));
    }
    if (stored.path("size").asLong() != size) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "The source says %,d bytes, but %,d were read; it may be changing.",
          size,
          stored.path("size").asLong());
    }
  }

  private static Seen digested(InputStream content) throws IOException {
    DigestInputStream in = new DigestInputStream(content, Digest.start());
    long size = in.transferTo(OutputStream.nullOutputStream());
    return new Seen(Digest.finish(in.getMessageDigest(), new byte[0]).value(), size);
  }

  private static String escape(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
