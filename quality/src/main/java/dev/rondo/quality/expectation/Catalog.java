package dev.rondo.quality.expectation;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every expectation there is, by name. Immutable.
public final class Catalog {
  private static final Map<String, ExpectationType> TYPES =
      Stream.of(
              TableExpectations.types(),
              QueryExpectations.types(),
              AggregateExpectations.types(),
              SetExpectations.types(),
              DistributionExpectations.types(),
              ValueExpectations.types(),
              TextExpectations.types(),
              PairExpectations.types(),
              MulticolumnExpectations.types(),
              ReferenceExpectations.types(),
              HistoryExpectations.types(),
              PreviousExpectations.types(),
              DriftExpectations.types(),
              CustomExpectations.types())
          .flatMap(Function.identity())
          .collect(
              Collectors.toMap(
                  ExpectationType::name,
                  Function.identity(),
                  (first, second) -> {
                    throw new IllegalStateException(second.name() + " is there twice.");
                  },
                  LinkedHashMap::new));

  private Catalog() {}

  public static Optional<ExpectationType> find(String name) {
    return Optional.ofNullable(TYPES.get(name));
  }

  /// All, by family and then as they are listed.
  public static Collection<ExpectationType> all() {
    return Collections.unmodifiableCollection(TYPES.values());
  }
}
