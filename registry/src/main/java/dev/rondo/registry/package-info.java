/// Model registry (C6): versions, aliases, evaluations.
@NullMarked
package dev.rondo.registry;

import org.jspecify.annotations.NullMarked;
