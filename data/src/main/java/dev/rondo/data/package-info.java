/// SQL engine, table snapshots, sources.
@NullMarked
package dev.rondo.data;

import org.jspecify.annotations.NullMarked;
