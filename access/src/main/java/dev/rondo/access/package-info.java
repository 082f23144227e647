/// Who may do what.
@NullMarked
package dev.rondo.access;

import org.jspecify.annotations.NullMarked;
