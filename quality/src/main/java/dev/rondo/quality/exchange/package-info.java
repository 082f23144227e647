/// Contracts in other forms: written as the standard, as JSON Schema and as a suite of
/// expectations; drafted from what other tools say of tables.
@NullMarked
package dev.rondo.quality.exchange;

import org.jspecify.annotations.NullMarked;
