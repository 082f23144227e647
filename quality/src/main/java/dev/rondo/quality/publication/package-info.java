/// Which versions of contracts were published, what is proposed next, and who has agreed to it.
@NullMarked
package dev.rondo.quality.publication;

import org.jspecify.annotations.NullMarked;
