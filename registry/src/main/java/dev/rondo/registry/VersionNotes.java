package dev.rondo.registry;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import java.time.Instant;
import java.util.regex.Pattern;

/// What people say of a version, as of one moment.
///
/// @param owner the user or role that answers for it; may be empty
/// @param licence an SPDX expression, such as `Apache-2.0`; may be empty
/// @param card Markdown; empty when nobody wrote one
public record VersionNotes(String owner, String licence, String card, String by, Instant at) {
  /// A card has no more characters.
  public static final int LONGEST_CARD = 100_000;

  private static final int LONGEST = 200;

  /// Identifiers joined by operators, as annex D of the SPDX specification 2.3 writes them; whether
  /// the list of licences has an identifier is not asked, since the list grows.
  private static final Pattern LICENCE =
      Pattern.compile(
          "\\(*[A-Za-z0-9][A-Za-z0-9.-]*\\+?\\)*"
              + "(?: (?:AND|OR|WITH) \\(*[A-Za-z0-9][A-Za-z0-9.-]*\\+?\\)*)*+");

  public VersionNotes {
    if (owner.length() > LONGEST || owner.chars().anyMatch(Character::isISOControl)) {
      throw Problem.invalid(
          "The owner '%s' is too long, or not one line; a user or role of up to %d characters is"
              + " needed.",
          Texts.brief(owner), LONGEST);
    }
    if (!licence.isEmpty() && !isLicence(licence)) {
      throw Problem.invalid(
          "'%s' is not an SPDX licence expression; write it such as Apache-2.0, or MIT OR"
              + " BSD-2-Clause.",
          Texts.brief(licence));
    }
    if (card.length() > LONGEST_CARD) {
      throw Problem.invalid(
          "The card has %,d characters; %,d are the most.", card.length(), LONGEST_CARD);
    }
  }

  private static boolean isLicence(String text) {
    return text.length() <= LONGEST
        && LICENCE.matcher(text).matches()
        && text.chars().filter(c -> c == '(').count() == text.chars().filter(c -> c == ')').count();
  }
}
