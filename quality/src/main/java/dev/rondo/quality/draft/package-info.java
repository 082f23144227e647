/// Contracts drafted from profiles, and proposals by which a contract follows new evidence.
@NullMarked
package dev.rondo.quality.draft;

import org.jspecify.annotations.NullMarked;
