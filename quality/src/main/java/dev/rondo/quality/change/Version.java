package dev.rondo.quality.change;

import dev.rondo.kernel.Problem;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of a contract in three numbers; what follows them does not count.
public record Version(long major, long minor, long patch) implements Comparable<Version> {
  private static final Pattern FORM =
      Pattern.compile("v?([0-9]{1,9})(?:\\.([0-9]{1,9}))?(?:\\.([0-9]{1,9}))?(?:[-+].*)?");
  private static final Comparator<Version> ORDER =
      Comparator.comparingLong(Version::major)
          .thenComparingLong(Version::minor)
          .thenComparingLong(Version::patch);

  /// Reads `2`, `2.1` or `2.1.0`.
  ///
  /// @throws Problem `invalid-request` when it is none of these
  public static Version parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw Problem.invalid("'%s' is not a version such as 1.2.0.", text);
    }
    return new Version(number(matcher, 1), number(matcher, 2), number(matcher, 3));
  }

  private static long number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
  }

  /// The least version after this one that such a change may have.
  public Version after(Bump bump) {
    return switch (bump) {
      case NONE -> this;
      case PATCH -> new Version(major, minor, patch + 1);
      case MINOR -> new Version(major, minor + 1, 0);
      case MAJOR -> new Version(major + 1, 0, 0);
    };
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
