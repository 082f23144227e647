/// The demonstration: a project, three years of trips, and the loop at work.
@NullMarked
package dev.rondo.app.demo;

import org.jspecify.annotations.NullMarked;
