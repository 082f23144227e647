/// What every component stands on: problems, callers, names, time, ids, assets.
@NullMarked
package dev.rondo.kernel;

import org.jspecify.annotations.NullMarked;
