/// What can no longer be made again, and why.
@NullMarked
package dev.rondo.loop.rebuild;

import org.jspecify.annotations.NullMarked;
