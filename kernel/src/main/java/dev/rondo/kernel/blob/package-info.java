/// Content-addressed files.
@NullMarked
package dev.rondo.kernel.blob;

import org.jspecify.annotations.NullMarked;
