package dev.rondo.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The pages that every data set has.
enum DocsPart {
  OVERVIEW,
  SCHEMA,
  CHECKS,
  HISTORY,
  PROFILE,
  LINEAGE;

  /// The word in addresses.
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What the page is called in a folder.
  String file() {
    return this == OVERVIEW ? "index" : text();
  }

  /// Whether each result changes it.
  boolean isOfResults() {
    return this == OVERVIEW || this == CHECKS || this == HISTORY;
  }

  String template() {
    return "docs" + text() + ".jte";
  }

  static Optional<DocsPart> find(String text) {
    return Arrays.stream(values()).filter(part -> part.text().equals(text)).findFirst();
  }
}
