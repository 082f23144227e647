/// The shapes of JSON documents, declared once, published and checked.
@NullMarked
package dev.rondo.api.schema;

import org.jspecify.annotations.NullMarked;
