package dev.rondo.registry.evaluation;

import java.util.Optional;

/// The value of a measure.
///
/// @param metric as [Measure#text] writes it
/// @param interval empty where too few resamples define the measure
public record Figure(String metric, double value, Optional<Interval> interval) {}
