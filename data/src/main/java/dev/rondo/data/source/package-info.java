/// Rows from anywhere: files of several forms, tables of other databases, what a server hands out,
/// snapshots of our own tables; each becomes a relation of a session.
@NullMarked
package dev.rondo.data.source;

import org.jspecify.annotations.NullMarked;
