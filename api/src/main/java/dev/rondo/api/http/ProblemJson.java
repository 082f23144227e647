package dev.rondo.api.http;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// RFC 9457: `application/problem+json` with a stable `code` and every mistake.
public final class ProblemJson {
  public static final String TYPE = "application/problem+json";

  private ProblemJson() {}

  public static Response render(Problem problem) {
    ObjectNode json = Json.object();
    json.put("type", "urn:rondo:problem:" + problem.code().text());
    json.put("title", title(problem));
    json.put("status", problem.code().status());
    json.put("detail", problem.text());
    json.put("code", problem.code().text());
    if (!problem.mistakes().isEmpty()) {
      ArrayNode mistakes = json.putArray("mistakes");
      problem.mistakes().forEach(mistake -> add(mistakes.addObject(), mistake));
    }
    return Response.bytes(TYPE, Json.write(json)).status(problem.code().status());
  }

  private static String title(Problem problem) {
    String words = problem.code().text().replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static void add(ObjectNode json, Mistake mistake) {
    if (!mistake.file().isEmpty()) {
      json.put("file", mistake.file());
    }
    if (mistake.line() > 0) {
      json.put("line", mistake.line());
    }
    if (mistake.column() > 0) {
      json.put("column", mistake.column());
    }
    json.put("path", mistake.path());
    json.put("message", mistake.message());
  }
}
