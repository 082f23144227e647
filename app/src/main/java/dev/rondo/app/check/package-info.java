/// Checks and profiles of data in this process, without a server.
@NullMarked
package dev.rondo.app.check;

import org.jspecify.annotations.NullMarked;
