/// ML metadata store (C7): runs, assets, lineage.
@NullMarked
package dev.rondo.ledger;

import org.jspecify.annotations.NullMarked;
