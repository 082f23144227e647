/// Helpers for tests that speak HTTP.
@NullMarked
package dev.rondo.api.testing;

import org.jspecify.annotations.NullMarked;
