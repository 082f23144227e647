package dev.rondo.api.openlineage;

/// Where events are sent.
interface Receiver {
  /// What became of an event.
  sealed interface Delivery {
    /// It is with the receiver, for good.
    record Taken() implements Delivery {}

    /// The receiver will never take it.
    record Refused(String reason) implements Delivery {}

    /// The receiver cannot take anything now.
    record Unreachable(String reason) implements Delivery {}
  }

  Delivery TAKEN = new Delivery.Taken();

  /// The address, without any secret. What has been sent is remembered by it.
  String name();

  /// Sends one event.
  Delivery send(byte[] json);
}
