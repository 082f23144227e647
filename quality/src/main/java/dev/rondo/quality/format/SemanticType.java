package dev.rondo.quality.format;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// A well-known kind of text, judged by its form and, where it has them, its check digits.
public enum SemanticType implements Predicate<String> {
  /// One address as people have them: a dotted name of a host after the `@`.
  EMAIL(WebText::isEmail),
  /// With the scheme `http`, `https` or `ftp` and a host.
  URL(WebText::isUrl),
  IPV4(IpAddress::isV4),
  IPV6(IpAddress::isV6),
  IP(text -> IpAddress.isV4(text) || IpAddress.isV6(text)),
  /// Thirty-two hexadecimal digits in the five usual groups, of any version.
  UUID(WebText::isUuid),
  /// Nine digits and a check digit, which may be X; blanks and dashes do not count.
  ISBN_10(CheckDigits::isIsbn10),
  ISBN_13(CheckDigits::isIsbn13),
  ISBN(text -> CheckDigits.isIsbn10(text) || CheckDigits.isIsbn13(text)),
  /// 12 to 19 digits with a check digit by Luhn's rule, blanks or dashes between them.
  CREDIT_CARD(CheckDigits::isCard);

  private final Predicate<String> form;

  SemanticType(Predicate<String> form) {
    this.form = form;
  }

  @Override
  public boolean test(String text) {
    return form.test(text);
  }

  /// The name in files: in lower case with dashes.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<SemanticType> find(String text) {
    return Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
  }
}
