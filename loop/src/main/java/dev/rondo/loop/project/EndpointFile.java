package dev.rondo.loop.project;

/// An endpoint as the project declares it.
///
/// @param contract the path of the contract that requests are held against
/// @param requestId the request's field with its id
/// @param eventTime the request's field with its moment
/// @param output what the answer is called
public record EndpointFile(
    String name,
    String description,
    String model,
    String service,
    String contract,
    String requestId,
    String eventTime,
    String output) {}
