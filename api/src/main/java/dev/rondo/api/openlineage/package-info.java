/// OpenLineage: what ran, what it read and wrote, and how good the data were, told to other tools
/// in the standard's words. Events are not kept: they are made anew from the outbox and the ledger
/// whenever they are asked for or sent. They are written without the standard's client, which would
/// bring seventeen libraries along; the tests read them with it.
@NullMarked
package dev.rondo.api.openlineage;

import org.jspecify.annotations.NullMarked;
