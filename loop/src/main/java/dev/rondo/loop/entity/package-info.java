/// Where the rows of one entity are.
@NullMarked
package dev.rondo.loop.entity;

import org.jspecify.annotations.NullMarked;
