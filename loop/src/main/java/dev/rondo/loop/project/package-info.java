/// A project as its files describe it.
@NullMarked
package dev.rondo.loop.project;

import org.jspecify.annotations.NullMarked;
