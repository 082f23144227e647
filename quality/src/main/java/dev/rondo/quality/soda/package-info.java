/// Checks of SodaCL, translated into rules of the Open Data Contract Standard.
@NullMarked
package dev.rondo.quality.soda;

import org.jspecify.annotations.NullMarked;
