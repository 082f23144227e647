/// How a model version does on labelled rows: metrics with intervals, slices, a comparison with
/// another version, plots as data, and gates. Pure: the same rows give the same bytes.
@NullMarked
package dev.rondo.registry.evaluation;

import org.jspecify.annotations.NullMarked;
