package dev.rondo.ledger;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.json.Json;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// What a process stood on. Kept once, however many runs had it.
///
/// @param system the operating system with its version and architecture
/// @param jdk the Java runtime with its vendor
/// @param cores that the process could use
/// @param memoryLimit how many bytes of heap it could take; 0 when unknown
/// @param image the digest or name of the container image; empty outside a container
/// @param packages versions by name
public record Platform(
    String system,
    String jdk,
    int cores,
    long memoryLimit,
    Optional<String> image,
    Map<String, String> packages) {

  public Platform {
    packages = Collections.unmodifiableMap(new TreeMap<>(packages));
  }

  /// Of this process.
  public static Platform here() {
    return Here.PLATFORM;
  }

  /// Equal platforms have equal digests.
  public Digest digest() {
    return this == Here.PLATFORM ? Here.DIGEST : Digest.of(json());
  }

  /// As it is kept.
  String json() {
    return this == Here.PLATFORM ? Here.JSON : written();
  }

  private String written() {
    ObjectNode json =
        Json.object()
            .put("system", system)
            .put("jdk", jdk)
            .put("cores", cores)
            .put("memoryLimit", memoryLimit);
    image.ifPresent(value -> json.put("image", value));
    ObjectNode all = json.putObject("packages");
    packages.forEach(all::put);
    return Json.write(json);
  }

  static Platform parse(String text) {
    ObjectNode json = Json.parseObject(text);
    Map<String, String> packages = new TreeMap<>();
    json.path("packages")
        .properties()
        .forEach(one -> packages.put(one.getKey(), one.getValue().asString()));
    return new Platform(
        json.path("system").asString(""),
        json.path("jdk").asString(""),
        json.path("cores").asInt(0),
        json.path("memoryLimit").asLong(0),
        Optional.of(json.path("image").asString("")).filter(image -> !image.isEmpty()),
        packages);
  }

  /// Looked at once, when first asked for.
  private static final class Here {
    static final Platform PLATFORM = PlatformReader.here();
    static final String JSON = PLATFORM.written();
    static final Digest DIGEST = Digest.of(JSON);
  }
}
