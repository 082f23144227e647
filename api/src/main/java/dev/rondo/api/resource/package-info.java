/// The resources of `/api/v1`: thin, they translate between HTTP and the components.
@NullMarked
package dev.rondo.api.resource;

import org.jspecify.annotations.NullMarked;
