/// Suites of expectations: read and written, run, and told to people and programs.
@NullMarked
package dev.rondo.quality.suite;

import org.jspecify.annotations.NullMarked;
