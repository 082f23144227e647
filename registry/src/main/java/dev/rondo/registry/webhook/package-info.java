/// Tells other systems, by calls to addresses that administrators register, what happens to models.
@NullMarked
package dev.rondo.api.webhook;

import org.jspecify.annotations.NullMarked;
