/// The wire protocol of MLflow's clients: tracking, model registry and artifacts under `/api/2.0`
/// and `/api/3.0`, and the same under `/ajax-api`.
@NullMarked
package dev.rondo.api.mlflow;

import org.jspecify.annotations.NullMarked;
