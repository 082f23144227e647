package dev.rondo.api.openlineage;

import dev.rondo.api.http.Routes;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.loop.Components;
import dev.rondo.loop.Loop;
import dev.rondo.quality.profile.Profiles;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.util.ArrayList;
import java.util.List;

/// OpenLineage in one piece: the events of every project for whoever asks, the receivers that they
/// are sent to, and the way in for events of other systems. Thread-safe.
public final class OpenLineage implements AutoCloseable {
  private final Components components;
  private final RunEvents mapping;
  private final LineageReceiver receiver;
  private final List<Forwarder> forwarders = new ArrayList<>();

  /// @param http the way out to a receiver
  /// @param version of this program
  public OpenLineage(
      OpenLineageOptions options,
      Loop loop,
      Components components,
      Profiles profiles,
      OutgoingHttp http,
      String version) {
    this.components = components;
    Name.Space space = new Name.Space(options.namespace());
    this.mapping =
        new RunEvents(
            components.ledger(),
            components.quality(),
            new Jobs(loop.engine(), components.ledger(), space),
            new Datasets(
                loop.projects(), components.tables(), new SnapshotProfiles(profiles), space),
            space,
            version);
    this.receiver =
        new LineageReceiver(components.ledger(), components.blobs(), space, loop.projects()::data);
    options.url().ifPresent(url -> add(new HttpReceiver(http, url, options.key())));
    options.file().ifPresent(file -> add(new FileReceiver(file)));
  }

  private void add(Receiver receiver) {
    forwarders.add(new Forwarder(components.events(), mapping::of, receiver, Pace.USUAL));
  }

  /// Begins to send, with what has not been sent yet.
  public void start() {
    forwarders.forEach(Forwarder::start);
  }

  /// Declares the routes.
  public void routes(Routes routes) {
    new EventRoutes(components.events(), mapping).routes(routes);
    new ReceiverRoutes(receiver).routes(routes);
  }

  /// The figures of the receivers.
  public MultiCollector collector() {
    return new ForwardingCollector(() -> forwarders.stream().map(Forwarder::figures).toList());
  }

  @Override
  public void close() {
    forwarders.forEach(Forwarder::close);
  }
}
