/// Feature store (C4): views, training sets, offline and online store.
@NullMarked
package dev.rondo.features;

import org.jspecify.annotations.NullMarked;
