/// The pages people see.
@NullMarked
package dev.rondo.web;

import org.jspecify.annotations.NullMarked;
