package dev.rondo.quality.expectation;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What came of one expectation.
///
/// @param result the fields that the format asks for; empty after an exception
/// @param exception why there is no verdict; the expectation is then not fulfilled
public record ExpectationResult(
    ExpectationConfig config, boolean success, ObjectNode result, Optional<String> exception) {}
