package dev.rondo.api.rest;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One thing that must work before the server takes requests.
public interface Health {
  /// Something that either works or does not.
  ///
  /// @param trouble what to say when it does not
  static Health of(String name, BooleanSupplier works, String trouble) {
    return new Health() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Optional<String> trouble() {
        return works.getAsBoolean() ? Optional.empty() : Optional.of(trouble);
      }
    };
  }

  /// In lower case with dashes.
  String name();

  /// Why it does not work; empty when it does. Answers at once.
  Optional<String> trouble();
}
