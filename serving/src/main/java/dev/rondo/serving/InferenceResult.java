package dev.rondo.serving;

/// What a model gave for a tensor of rows: `values` as a tensor of [rows, 1].
///
/// @param id the request's own, or one that was made for it
/// @param output the name of the output tensor
public record InferenceResult(String id, ModelRef model, String output, float[] values) {}
