package dev.rondo.web;

import dev.rondo.kernel.event.Events;
import dev.rondo.ledger.Ledger;
import dev.rondo.monitoring.Monitoring;
import dev.rondo.registry.Registry;
import dev.rondo.serving.Serving;
import dev.rondo.workflow.Engine;
import java.time.InstantSource;

/// The components that pages read.
///
/// @param clock system time
record Parts(
    ProjectReader projects,
    Engine engine,
    Ledger ledger,
    Registry registry,
    Serving serving,
    Monitoring monitoring,
    Events events,
    InstantSource clock) {}
