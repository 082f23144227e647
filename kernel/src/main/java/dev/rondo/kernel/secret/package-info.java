/// Secrets at rest.
@NullMarked
package dev.rondo.kernel.secret;

import org.jspecify.annotations.NullMarked;
