/// Why something failed: what changed upstream before it.
@NullMarked
package dev.rondo.loop.cause;

import org.jspecify.annotations.NullMarked;
