/// The Open Inference Protocol.
@NullMarked
package dev.rondo.api.inference;

import org.jspecify.annotations.NullMarked;
