/// What changes from one version of a contract to the next, whom it breaks, and what publishing it
/// takes.
@NullMarked
package dev.rondo.quality.change;

import org.jspecify.annotations.NullMarked;
