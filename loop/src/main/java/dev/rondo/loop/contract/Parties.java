package dev.rondo.loop.contract;

import dev.rondo.quality.change.Change;
import dev.rondo.quality.change.Party;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who takes part in what a contract speaks of, each in alphabetical order.
public record Parties(List<Participant> producers, List<Participant> consumers) {
  public Parties {
    producers = List.copyOf(producers);
    consumers = List.copyOf(consumers);
  }

  /// Those whom a change breaks; empty also when nobody is known.
  public List<Participant> brokenBy(Change change) {
    return Stream.concat(
            change.breaks().contains(Party.PRODUCERS) ? producers.stream() : Stream.empty(),
            change.breaks().contains(Party.CONSUMERS) ? consumers.stream() : Stream.empty())
        .toList();
  }

  /// The change as a sentence, and whom it breaks by name.
  public String sentence(Change change) {
    if (!change.isBreaking()) {
      return change.sentence() + " It breaks nobody.";
    }
    List<Participant> broken = brokenBy(change);
    String whom =
        broken.isEmpty()
            ? change.breaks().stream()
                    .map(Parties::words)
                    .sorted()
                    .collect(Collectors.joining(" and "))
                + ", of whom none is known"
            : broken.stream().map(Participant::toString).collect(Collectors.joining(", "));
    return change.sentence() + " It breaks " + whom + ".";
  }

  /// The participant of this name; one without an owner when none is known.
  public Participant named(String name) {
    return Stream.concat(producers.stream(), consumers.stream())
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseGet(() -> new Participant(name, "", Set.of(), ""));
  }

  private static String words(Party party) {
    return party == Party.PRODUCERS ? "producers" : "consumers";
  }
}
