package dev.rondo.api.http;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Files of the class path, kept in memory after the first request. A link made by [#link] names
/// the content's digest, so that browsers keep the file for ever. Thread-safe.
public final class Assets {
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._@/-]{0,200}");
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("json", "application/json"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  private record Asset(byte[] content, String tag, String type) {}

  private final ClassLoader loader;
  private final String root;
  private final String prefix;
  private final Map<String, Asset> loaded = new ConcurrentHashMap<>();

  /// @param root a folder of the class path, without slashes at its ends
  /// @param prefix the URL path under which the files are served, such as `/assets`
  public Assets(ClassLoader loader, String root, String prefix) {
    this.loader = loader;
    this.root = root;
    this.prefix = prefix;
  }

  /// The path to a file, with its content's digest.
  public String link(String path) {
    return prefix + "/" + path + "?v=" + load(path).tag();
  }

  /// Answers with the file, or 304 when the client has it already.
  public Response serve(Request request, String path) {
    Asset asset = load(path);
    String tag = "\"" + asset.tag() + "\"";
    boolean named = request.query("v").filter(asset.tag()::equals).isPresent();
    Response answer =
        request.header("If-None-Match").filter(tag::equals).isPresent()
            ? Response.empty(304)
            : Response.bytes(asset.type(), asset.content());
    return answer
        .header("ETag", tag)
        .header("Cache-Control", named ? "public, max-age=31536000, immutable" : "no-cache");
  }

  private Asset load(String path) {
    Asset asset = loaded.get(path);
    if (asset == null) {
      asset = read(path);
      loaded.put(path, asset);
    }
    return asset;
  }

  private Asset read(String path) {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (!PATH.matcher(path).matches() || path.contains("..") || type == null) {
      throw missing(path);
    }
    try (@Nullable InputStream in = loader.getResourceAsStream(root + "/" + path)) {
      if (in == null) {
        throw missing(path);
      }
      byte[] content = in.readAllBytes();
      return new Asset(content, Digest.of(content).brief(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Problem missing(String path) {
    return Problem.notFound("There is no asset '%s'.", path);
  }
}
