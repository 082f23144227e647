/// Helpers that the tests of every module share.
@NullMarked
package dev.rondo.kernel.testing;

import org.jspecify.annotations.NullMarked;
