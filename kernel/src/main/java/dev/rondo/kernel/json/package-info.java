/// JSON and YAML, read with positions and written canonically.
@NullMarked
package dev.rondo.kernel.json;

import org.jspecify.annotations.NullMarked;
