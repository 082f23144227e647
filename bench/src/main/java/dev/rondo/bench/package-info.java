/// Benchmarks, peers included.
@NullMarked
package dev.rondo.bench;

import org.jspecify.annotations.NullMarked;
