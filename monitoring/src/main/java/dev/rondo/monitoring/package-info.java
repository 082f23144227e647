/// Monitoring (C9): drift, error, alerts.
@NullMarked
package dev.rondo.monitoring;

import org.jspecify.annotations.NullMarked;
