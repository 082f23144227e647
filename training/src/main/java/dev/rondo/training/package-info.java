/// The model training infrastructure (C5): matrices, trainers in child processes, search over
/// parameters, and the export of models to ONNX.
@NullMarked
package dev.rondo.training;

import org.jspecify.annotations.NullMarked;
