/// What pages about data tell: pure values, made of contracts, stored results and profiles. Adding
/// a result to what is known gives the next; nothing is read again.
@NullMarked
package dev.rondo.quality.docs;

import org.jspecify.annotations.NullMarked;
