package dev.rondo.ledger.trace;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import java.util.regex.Pattern;

/// A trace's id, which the application chooses. It becomes part of paths: letters, digits, dashes
/// and underscores only.
public record TraceId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  /// The id of a trace that OpenTelemetry knows by 16 bytes.
  ///
  /// @param hex of the bytes
  public static TraceId ofTelemetry(String hex) {
    return new TraceId("tr-" + hex);
  }

  public TraceId {
    if (!FORM.matcher(value).matches()) {
      throw Problem.invalid(
          "'%s' cannot be a trace's id: 1 to 100 letters, digits, dashes and underscores are needed,"
              + " a letter or digit first.",
          Texts.brief(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
