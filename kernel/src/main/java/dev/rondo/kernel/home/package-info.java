/// The folder that holds all state of a server.
@NullMarked
package dev.rondo.kernel.home;

import org.jspecify.annotations.NullMarked;
