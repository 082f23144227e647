package dev.rondo.api.mlflow;

import dev.rondo.api.http.Method;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Permission;
import dev.rondo.ledger.trace.Assessment;
import dev.rondo.ledger.trace.AssessmentId;
import dev.rondo.ledger.trace.Assessments;
import dev.rondo.ledger.trace.TraceId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// `traces/{trace_id}/assessments`.
final class AssessmentResource {
  private static final String V3 = "3.0";

  private final Assessments assessments;
  private final InstantSource clock;

  AssessmentResource(Assessments assessments, InstantSource clock) {
    this.assessments = assessments;
    this.clock = clock;
  }

  void routes(MlflowDeclarations routes) {
    String all = "/mlflow/traces/{trace_id}/assessments";
    String one = all + "/{assessment_id}";
    routes
        .add(Method.POST, V3, all, "Say something of a trace")
        .permission(Permission.WRITE_RUNS)
        .handle(this::create);
    routes
        .add(Method.GET, V3, one, "Describe what is said of a trace")
        .permission(Permission.READ)
        .handle(this::get);
    routes
        .add(Method.PATCH, V3, one, "Revise what is said of a trace")
        .permission(Permission.WRITE_RUNS)
        .handle(this::update);
    routes
        .add(Method.DELETE, V3, one, "Take back what is said of a trace")
        .permission(Permission.WRITE_RUNS)
        .handle(this::delete);
  }

  private static Message assessment(Message asked) {
    return asked.message("assessment").orElseThrow(() -> Message.missing("assessment"));
  }

  private static TraceId trace(Request request) {
    return new TraceId(request.parameter("trace_id"));
  }

  private static AssessmentId id(Request request) {
    return new AssessmentId(request.parameter("assessment_id"));
  }

  private Response create(Request request) {
    Message asked = assessment(Message.ofBody(request));
    Assessment made = AssessmentMessage.read(asked, assessments.newId(), clock.instant());
    return answer(request, assessments.add(request.caller(), trace(request), made));
  }

  private Response get(Request request) {
    return answer(request, assessments.load(request.caller(), trace(request), id(request)));
  }

  private Response update(Request request) {
    Message asked = Message.ofBody(request);
    Message changes = assessment(asked);
    List<String> mask = AssessmentMessage.mask(asked);
    Instant now = clock.instant();
    return answer(
        request,
        assessments.revise(
            request.caller(),
            trace(request),
            id(request),
            one -> AssessmentMessage.revised(one, changes, mask, now)));
  }

  private Response delete(Request request) {
    assessments.delete(request.caller(), trace(request), id(request));
    return JsonAnswer.nothing();
  }

  private static Response answer(Request request, Assessment one) {
    return Response.json(JsonAnswer.in("assessment", AssessmentMessage.json(trace(request), one)));
  }
}
