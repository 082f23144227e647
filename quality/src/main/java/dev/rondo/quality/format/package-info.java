/// What the text of one value may look like: regular expressions, dates, JSON, well-known kinds of
/// text. Each test is compiled once, is thread-safe, and judges a value by itself, so that a batch
/// over distinct values and a single request get the same verdict.
@NullMarked
package dev.rondo.quality.format;

import org.jspecify.annotations.NullMarked;
