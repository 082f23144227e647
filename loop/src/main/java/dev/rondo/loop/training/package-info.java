/// From a training set to a candidate for production.
@NullMarked
package dev.rondo.loop.training;

import org.jspecify.annotations.NullMarked;
