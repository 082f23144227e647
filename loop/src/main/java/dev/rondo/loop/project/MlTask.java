package dev.rondo.loop.project;

/// The problem as machine learning sees it.
///
/// @param unit of the target and the error
public record MlTask(String type, String target, String unit, String metric) {}
