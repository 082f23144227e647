/// Work in child processes of the same build, so that a native crash does not end the server.
@NullMarked
package dev.rondo.kernel.child;

import org.jspecify.annotations.NullMarked;
