/// What joins contracts to those who bring and read what they speak of: who these are, what a push
/// may publish, and what follows when all have agreed.
@NullMarked
package dev.rondo.loop.contract;

import org.jspecify.annotations.NullMarked;
