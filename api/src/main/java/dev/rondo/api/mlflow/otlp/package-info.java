/// Reads the spans that OpenTelemetry's exporters send, as protobuf or JSON. The few messages of
/// that protocol are read by a table of their fields, since its generated classes and their library
/// are far larger than what they would do here.
@NullMarked
package dev.rondo.api.mlflow.otlp;

import org.jspecify.annotations.NullMarked;
