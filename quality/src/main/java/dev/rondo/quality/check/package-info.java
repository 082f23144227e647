/// Rows from anywhere held against a suite or a contract, in one call.
@NullMarked
package dev.rondo.quality.check;

import org.jspecify.annotations.NullMarked;
