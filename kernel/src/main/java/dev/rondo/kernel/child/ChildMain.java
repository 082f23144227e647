package dev.rondo.kernel.child;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The main loop of a child process: one request after the other from standard input, each with one
/// answer on standard output, until the input ends, as it does when the parent dies.
public final class ChildMain {
  private ChildMain() {}

  /// Serves until the parent closes the pipe. What libraries print goes to standard error.
  ///
  /// @param jobs by the name that requests give
  public static void serve(Map<String, ChildJob> jobs) throws IOException {
    System.setOut(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
    DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    for (ObjectNode request = Frames.read(in); !request.isEmpty(); request = Frames.read(in)) {
      Frames.write(out, answer(jobs, request));
    }
  }

  private static ObjectNode answer(Map<String, ChildJob> jobs, ObjectNode request) {
    String name = request.path("job").asString();
    try {
      ChildJob job = jobs.get(name);
      if (job == null) {
        throw Problem.of(ProblemCode.INTERNAL, "There is no job '%s' in this process.", name);
      }
      ObjectNode answer = Json.object();
      answer.set("result", job.run((ObjectNode) request.path("request")));
      return answer;
    } catch (Problem e) {
      return failure(e.code(), e.text());
    } catch (Exception e) {
      return failure(ProblemCode.INTERNAL, "The job '" + name + "' failed: " + e);
    }
  }

  private static ObjectNode failure(ProblemCode code, String message) {
    return Json.object().put("code", code.name()).put("message", message);
  }
}
