/// One readable assembly per process.
@NullMarked
package dev.rondo.app;

import org.jspecify.annotations.NullMarked;
