/// Model serving (C8): endpoints, predictions, prediction log.
@NullMarked
package dev.rondo.serving;

import org.jspecify.annotations.NullMarked;
