/// Traces: what an application did to answer one request, as spans, and how the answer was judged.
/// They are another thing than lineage, which joins assets by the runs that made them.
@NullMarked
package dev.rondo.ledger.trace;

import org.jspecify.annotations.NullMarked;
