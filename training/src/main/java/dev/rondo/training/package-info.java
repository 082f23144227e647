/// Model training infrastructure (C5): trainers, search, model export.
@NullMarked
package dev.rondo.training;

import org.jspecify.annotations.NullMarked;
