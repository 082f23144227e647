package dev.rondo.serving;

/// A prediction as it is logged. The array is not changed any more.
record LogRecord(
    String requestId, long eventMillis, int version, float[] features, float value, long nanos) {}
