package dev.rondo.quality.format;

/// Numbers that end with a check digit.
final class CheckDigits {
  private CheckDigits() {}

  static boolean isIsbn10(String text) {
    String digits = compact(text);
    if (digits.length() != 10) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      boolean isTen = i == 9 && (digits.charAt(i) == 'X' || digits.charAt(i) == 'x');
      int digit = isTen ? 10 : digit(digits.charAt(i));
      if (digit < 0) {
        return false;
      }
      sum += (10 - i) * digit;
    }
    return sum % 11 == 0;
  }

  static boolean isIsbn13(String text) {
    String digits = compact(text);
    if (digits.length() != 13 || !(digits.startsWith("978") || digits.startsWith("979"))) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 13; i++) {
      int digit = digit(digits.charAt(i));
      if (digit < 0) {
        return false;
      }
      sum += i % 2 == 0 ? digit : 3 * digit;
    }
    return sum % 10 == 0;
  }

  static boolean isCard(String text) {
    String digits = compact(text);
    if (digits.length() < 12 || digits.length() > 19) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digit(digits.charAt(digits.length() - 1 - i));
      if (digit < 0) {
        return false;
      }
      sum += i % 2 == 0 ? digit : 2 * digit - (digit > 4 ? 9 : 0);
    }
    return sum % 10 == 0;
  }

  /// Without single blanks or dashes between the digits; empty when they stand elsewhere.
  private static String compact(String text) {
    StringBuilder digits = new StringBuilder();
    boolean mayPart = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean parts = c == ' ' || c == '-';
      if (parts && !mayPart) {
        return "";
      }
      mayPart = !parts;
      if (!parts) {
        digits.append(c);
      }
    }
    return mayPart ? digits.toString() : "";
  }

  private static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : -1;
  }
}
