/// Tells other systems, by calls to addresses that administrators register, what happens to models.
@NullMarked
package dev.rondo.registry.webhook;

import org.jspecify.annotations.NullMarked;
