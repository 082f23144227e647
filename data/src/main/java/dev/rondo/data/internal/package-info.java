/// The engines behind the data module's interfaces.
@NullMarked
package dev.rondo.data.internal;

import org.jspecify.annotations.NullMarked;
