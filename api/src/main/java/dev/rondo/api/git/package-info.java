/// Git's smart HTTP protocol.
@NullMarked
package dev.rondo.api.git;

import org.jspecify.annotations.NullMarked;
