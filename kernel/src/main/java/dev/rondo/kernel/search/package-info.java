/// Filters and orders that people write to search for things, in the grammar that tracking servers
/// have made common: `metrics.mae < 3 AND tags.team = 'taxi'`.
@NullMarked
package dev.rondo.kernel.search;

import org.jspecify.annotations.NullMarked;
