package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.ledger.Artifact;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// A file as an answer: to be saved, never shown in a page of ours; whole or a part of it; by its
/// digest, so that nobody fetches it twice. A damaged one is told, or cut off before its end.
final class FileAnswer {
  private static final Set<String> TEXTS =
      Set.of("txt", "log", "err", "out", "cfg", "conf", "md", "py", "sql", "csv", "yaml", "yml");

  private final BlobStore blobs;

  FileAnswer(BlobStore blobs) {
    this.blobs = blobs;
  }

  Response of(Request request, Artifact file) {
    String tag = "\"" + file.digest() + "\"";
    if (request.header("If-None-Match").filter(known -> matches(known, tag)).isPresent()) {
      return Response.empty(304).header("ETag", tag);
    }
    boolean isPart = request.header("If-Range").filter(other -> !other.equals(tag)).isEmpty();
    Optional<ByteRange> range =
        isPart
            ? request.header("Range").flatMap(text -> ByteRange.parse(text, file.size()))
            : Optional.empty();
    return range
        .map(part -> part(part, file))
        .orElseGet(() -> whole(file))
        .header("ETag", tag)
        .header("Accept-Ranges", "bytes");
  }

  private static boolean matches(String known, String tag) {
    return known.strip().equals("*") || known.contains(tag);
  }

  private Response whole(Artifact file) {
    return saved(file, Response.stream(type(file.path()), out -> blobs.write(file.digest(), out)))
        .header("Content-Length", Long.toString(file.size()));
  }

  private Response part(ByteRange range, Artifact file) {
    if (range.length() <= 0) {
      return Response.empty(416).header("Content-Range", "bytes */" + file.size());
    }
    return saved(
            file,
            Response.stream(
                type(file.path()),
                out -> blobs.write(file.digest(), range.from(), range.length(), out)))
        .status(206)
        .header("Content-Length", Long.toString(range.length()))
        .header("Content-Range", range + "/" + file.size());
  }

  /// What is written for the one who asks.
  static Response of(String path, byte[] content) {
    return saved(path, Response.bytes(type(path), content));
  }

  private static Response saved(Artifact file, Response answer) {
    return saved(file.path(), answer);
  }

  private static Response saved(String path, Response answer) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return answer
        .header("Content-Disposition", "attachment; filename*=UTF-8''" + encoded)
        .header("Content-Security-Policy", "default-src 'none'; sandbox");
  }

  private static String type(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    if (TEXTS.contains(ending) || name.equals("MLmodel") || name.equals("MLproject")) {
      return "text/plain";
    }
    if (ending.equals("json")) {
      return "application/json";
    }
    return Optional.ofNullable(URLConnection.guessContentTypeFromName(name))
        .orElse("application/octet-stream");
  }
}
