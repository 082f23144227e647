package dev.rondo.serving;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.List;

/// A deployment in memory: the loaded model and how the endpoint's features become its columns.
///
/// @param selection the place in the lookup's vector of each of the model's columns; empty when the
///   lookup writes exactly the model's columns
record Route(
    Deployment deployment,
    EndpointDefinition definition,
    int[] selection,
    LoadedModel model,
    PredictionLog log,
    LogSchema schema,
    Meter meter) {

  static Route of(
      Deployment deployment,
      EndpointDefinition definition,
      LoadedModel model,
      PredictionLog log,
      Meter meter) {
    return new Route(
        deployment,
        definition,
        selection(definition, deployment.inputs()),
        model,
        log,
        new LogSchema(model.ref().model(), model.inputs()),
        meter);
  }

  /// @throws Problem `precondition-failed` when the lookup lacks one of the model's inputs
  static int[] selection(EndpointDefinition definition, List<String> inputs) {
    List<String> offered = definition.lookup().names();
    if (offered.equals(inputs)) {
      return new int[0];
    }
    List<String> missing = inputs.stream().filter(name -> !offered.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw Problem.of(
          ProblemCode.PRECONDITION_FAILED,
          "The model needs features that endpoint '%s' does not look up: %s. It looks up: %s.",
          definition.name(),
          String.join(", ", missing),
          String.join(", ", offered));
    }
    return inputs.stream().mapToInt(offered::indexOf).toArray();
  }

  Route with(EndpointDefinition newDefinition) {
    return of(deployment, newDefinition, model, log, meter);
  }

  Route with(Deployment newDeployment) {
    return new Route(newDeployment, definition, selection, model, log, schema, meter);
  }

  /// The model's columns out of the lookup's vector.
  float[] columns(float[] vector) {
    if (selection.length == 0) {
      return vector;
    }
    float[] columns = new float[selection.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = vector[selection[i]];
    }
    return columns;
  }
}
