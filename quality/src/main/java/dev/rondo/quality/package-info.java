/// Data tests, contracts, quarantine, data docs.
@NullMarked
package dev.rondo.quality;

import org.jspecify.annotations.NullMarked;
