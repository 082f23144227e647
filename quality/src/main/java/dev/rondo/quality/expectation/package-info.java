/// Expectations of a table: what there are, what each asks of the engine, how few scans answer them
/// all, and what the verdicts look like.
@org.jspecify.annotations.NullMarked
package dev.rondo.quality.expectation;
