/// OpenLineage: what ran, what it read and wrote, and how good the data were, told to other tools
/// in the standard's words.
@NullMarked
package dev.rondo.api.openlineage;

import org.jspecify.annotations.NullMarked;
