/// The rondo command, a thin client.
@NullMarked
package dev.rondo.cli;

import org.jspecify.annotations.NullMarked;
