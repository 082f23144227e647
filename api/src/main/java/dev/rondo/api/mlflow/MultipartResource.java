package dev.rondo.api.mlflow;

import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Declaration;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.blob.Uploads;
import dev.rondo.kernel.blob.Uploads.Part;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.ArtifactTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `mlflow-artifacts/mpu/…`: large files in parts. Clients send the parts without their
/// credentials, as to a store of another's, so each upload has a key of its own, which travels in a
/// header.
final class MultipartResource {
  private static final String PARTS = "/api/2.0/mlflow-artifacts/mpu/parts/";
  private static final String KEY = "Rondo-Upload-Key";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
  private static final int MOST_PARTS = 10_000;

  private final ArtifactTree files;
  private final Uploads uploads;
  private final IdSource ids;

  MultipartResource(ArtifactTree files, Uploads uploads, IdSource ids) {
    this.files = files;
    this.uploads = uploads;
    this.ids = ids;
  }

  void routes(Routes all, MlflowDeclarations routes) {
    String root = "/mlflow-artifacts/mpu/";
    routes
        .post(root + "create/{folder...}", "Begin to upload a file in parts")
        .permission(Permission.WRITE_RUNS)
        .handle(this::create);
    routes
        .post(root + "complete/{folder...}", "Make a file of the parts that were uploaded")
        .permission(Permission.WRITE_RUNS)
        .handle(this::complete);
    routes
        .post(root + "abort/{folder...}", "Forget an upload in parts")
        .permission(Permission.WRITE_RUNS)
        .handle(this::abort);
    all.put(PARTS + "{upload}/{number}")
        .anyone()
        .summary("Upload a part of a file; the upload's key is needed")
        .accepts(BodyKind.ANY)
        .maxBody(Declaration.ANY_SIZE)
        .handle(this::part);
  }

  /// Where the file is to be. Clients name it by its path on their own machine.
  private ArtifactPath target(Request request, Message asked) {
    String name = asked.fullText("path");
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    ArtifactPath target = ArtifactPath.ofFile(request.parameter("folder") + "/" + last);
    files.require(request.caller(), target.experiment(), target.root());
    files.requireWritable(request.caller(), target.root(), target.path());
    return target;
  }

  private Response create(Request request) {
    Message asked = Message.ofBody(request);
    ArtifactPath target = target(request, asked);
    long parts = asked.number("num_parts", 1);
    if (parts < 1 || parts > MOST_PARTS) {
      throw Message.invalid("num_parts", parts, "it must be 1 to " + MOST_PARTS);
    }
    String id = ids.next();
    String key = ids.next() + ids.next();
    uploads.begin(id, note(request, target).put("key", Digest.of(key).value()).toString());
    ObjectNode answer = Json.object().put("upload_id", id);
    ArrayNode credentials = answer.putArray("credentials");
    for (int number = 1; number <= parts; number++) {
      ObjectNode credential = credentials.addObject();
      credential.put("url", url(request) + PARTS + id + "/" + number).put("part_number", number);
      credential.putObject("headers").put(KEY, key);
    }
    return Response.json(answer);
  }

  private static ObjectNode note(Request request, ArtifactPath target) {
    return Json.object()
        .put("project", request.caller().project().value())
        .put("root", target.root().toString())
        .put("path", target.path());
  }

  /// As the client calls this server.
  private static String url(Request request) {
    boolean isSafe = request.header("X-Forwarded-Proto").filter("https"::equals).isPresent();
    return (isSafe ? "https://" : "http://") + request.header("Host").orElse("localhost");
  }

  private Response part(Request request) throws IOException {
    String id = request.parameter("upload");
    String number = request.parameter("number");
    requireKey(id, request.header(KEY).orElse(""));
    if (!NUMBER.matcher(number).matches()) {
      throw Problem.notFound("There is no part '%s'.", number);
    }
    try (InputStream body = request.stream()) {
      Part part = uploads.put(id, Integer.parseInt(number), body);
      return Response.empty(200).header("ETag", "\"" + part.digest() + "\"");
    }
  }

  private void requireKey(String id, String key) {
    String known = Json.parseObject(uploads.note(id)).path("key").asString("");
    byte[] given = Digest.of(key).value().getBytes(StandardCharsets.US_ASCII);
    if (!MessageDigest.isEqual(given, known.getBytes(StandardCharsets.US_ASCII))) {
      throw Problem.of(
          ProblemCode.FORBIDDEN, "The header '%s' must hold the key of this upload.", KEY);
    }
  }

  /// @throws Problem `not-found` when the upload is of something else
  private String upload(Request request, Message asked, ArtifactPath target) {
    String id = asked.fullText("upload_id");
    ObjectNode note = Json.parseObject(uploads.note(id));
    note.remove("key");
    if (!note.equals(note(request, target))) {
      throw Problem.notFound("There is no upload '%s' of '%s'.", id, target.path());
    }
    return id;
  }

  private Response complete(Request request) {
    Message asked = Message.ofBody(request);
    ArtifactPath target = target(request, asked);
    String id = upload(request, asked, target);
    if (!asked.has("parts")) {
      throw Message.missing("parts");
    }
    List<Part> parts =
        asked.messages("parts").stream()
            .map(MultipartResource::part)
            .sorted(Comparator.comparingInt(Part::number))
            .toList();
    Blob blob = uploads.join(id, parts);
    files.put(request.caller(), target.root(), target.path(), blob);
    uploads.end(id);
    return JsonAnswer.nothing();
  }

  private static Part part(Message asked) {
    int number = Math.toIntExact(Math.clamp(asked.number("part_number"), 0, MOST_PARTS + 1));
    return new Part(number, new Digest(asked.fullText("etag").replace("\"", "")));
  }

  private Response abort(Request request) {
    Message asked = Message.ofBody(request);
    uploads.end(upload(request, asked, target(request, asked)));
    return JsonAnswer.nothing();
  }
}
