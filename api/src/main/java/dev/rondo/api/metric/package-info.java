/// The server's figures as Prometheus wants them.
@NullMarked
package dev.rondo.api.metric;

import org.jspecify.annotations.NullMarked;
