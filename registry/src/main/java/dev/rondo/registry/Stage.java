package dev.rondo.registry;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import java.util.Arrays;
import java.util.Locale;

/// The four stages that clients of tracking servers know versions by. A version's stage follows
/// from its [VersionStatus].
public enum Stage {
  NONE,
  STAGING,
  PRODUCTION,
  ARCHIVED;

  /// As it is written, such as `Staging`.
  public String text() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }

  /// @param text in capitals or not
  /// @throws Problem `invalid-request`
  public static Stage parse(String text) {
    return Arrays.stream(values())
        .filter(stage -> stage.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() ->
            Problem.invalid(
                "Invalid Model Version stage: '%s'. Value must be one of None, Staging, Production,"
                    + " Archived.",
                Texts.brief(text)));
  }
}
