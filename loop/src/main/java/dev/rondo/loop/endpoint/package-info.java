/// Contracts at the door of endpoints.
@NullMarked
package dev.rondo.loop.endpoint;

import org.jspecify.annotations.NullMarked;
