/// Data sources: what has arrived, as rows to be judged.
@NullMarked
package dev.rondo.loop.source;

import org.jspecify.annotations.NullMarked;
