package dev.rondo.ledger;

import java.util.List;

/// Names for runs that were given none, such as `quiet-heron-417`.
final class RunNames {
  private static final List<String> ADJECTIVES =
      List.of(
          "able", "amber", "apt", "bold", "brave", "breezy", "bright", "brisk", "calm", "candid",
          "clear", "clever", "coral", "cosy", "crisp", "curious", "dapper", "deft", "eager",
          "early", "fair", "fleet", "fond", "frank", "fresh", "gentle", "glad", "golden", "grand",
          "happy", "hardy", "honest", "humble", "jolly", "keen", "kind", "lively", "loyal", "lucid",
          "lucky", "mellow", "merry", "mild", "modest", "neat", "nimble", "noble", "patient",
          "plucky", "polite", "proud", "quick", "quiet", "ready", "rosy", "silver", "sincere",
          "smart", "steady", "sunny", "swift", "tidy", "warm", "wise");
  private static final List<String> NOUNS =
      List.of(
          "badger", "bear", "beaver", "bee", "bison", "camel", "carp", "cat", "colt", "cod", "crab",
          "crane", "crow", "deer", "dove", "duck", "eagle", "elk", "falcon", "ferret", "finch",
          "fox", "frog", "gecko", "goat", "goose", "gull", "hare", "hawk", "hen", "heron", "horse",
          "ibis", "jay", "koala", "lark", "lion", "llama", "lynx", "mole", "moose", "moth", "mouse",
          "newt", "otter", "owl", "panda", "perch", "pike", "pony", "puffin", "quail", "rabbit",
          "raven", "robin", "seal", "shrew", "snail", "stork", "swan", "tern", "trout", "wren",
          "zebra");
  private static final int NUMBERS = 1_000;

  private RunNames() {}

  /// The name as it is kept: a long one is cut, for a blank one another is made up.
  static String kept(String name, RunId id) {
    return name.isBlank() ? of(id) : Tag.cut(name);
  }

  /// The name that an id's random part stands for.
  static String of(RunId id) {
    long random = Long.parseUnsignedLong(id.value().substring(18), 16);
    int nouns = NOUNS.size();
    int adjectives = ADJECTIVES.size();
    return ADJECTIVES.get((int) (random % adjectives))
        + "-"
        + NOUNS.get((int) (random / adjectives % nouns))
        + "-"
        + random / adjectives / nouns % NUMBERS;
  }
}
