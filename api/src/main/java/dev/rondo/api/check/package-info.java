/// Checks of rows over HTTP.
@NullMarked
package dev.rondo.api.check;

import org.jspecify.annotations.NullMarked;
