/// HTTP edge: REST /api/v1 and an adapter for each foreign protocol.
@NullMarked
package dev.rondo.api;

import org.jspecify.annotations.NullMarked;
