/// The one database of a home: reads from a snapshot, writes by group commit.
@NullMarked
package dev.rondo.kernel.database;

import org.jspecify.annotations.NullMarked;
