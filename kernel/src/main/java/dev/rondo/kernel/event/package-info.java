/// Facts that others subscribe to, kept in an outbox.
@NullMarked
package dev.rondo.kernel.event;

import org.jspecify.annotations.NullMarked;
