/// Feature values as time goes on.
@NullMarked
package dev.rondo.loop.feature;

import org.jspecify.annotations.NullMarked;
