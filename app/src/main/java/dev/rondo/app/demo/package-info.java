/// The demonstration: a project, months of trips, and the loop at work.
@NullMarked
package dev.rondo.app.demo;

import org.jspecify.annotations.NullMarked;
