package dev.rondo.training;

import dev.rondo.kernel.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A trained candidate.
///
/// @param model XGBoost's own file (UBJSON)
/// @param onnx the same model for serving; agrees with XGBoost bit by bit
/// @param errors by range: `train`, `validation` when the plan has one, and every evaluation
/// @param history the mean absolute error after each round, for `train` and `validation`; for
///   people, its last digits may depend on the number of threads
/// @param importance each feature's share of the total gain, in the matrix's order; the shares add
///   up to 1, or are all 0 when no tree split
/// @param duration of growing the trees
public record Candidate(
    Plan plan,
    Path model,
    Digest modelDigest,
    Path onnx,
    Digest onnxDigest,
    Map<String, Errors> errors,
    Map<String, List<Double>> history,
    Map<String, Double> importance,
    Duration duration) {}
