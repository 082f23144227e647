package dev.rondo.quality.format;

/// Addresses in the textual forms of RFC 4291 and dotted decimals.
final class IpAddress {
  private static final int GROUPS = 8;

  private IpAddress() {}

  /// Four numbers up to 255 without leading zeros.
  static boolean isV4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (!isByte(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isByte(String part) {
    boolean isShort = !part.isEmpty() && part.length() <= 3;
    boolean isDigits = isShort && part.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean isPlain = isDigits && (part.length() == 1 || part.charAt(0) != '0');
    return isPlain && Integer.parseInt(part) <= 255;
  }

  /// Eight groups, of which one run of zeros may be left out, the last two perhaps as dotted
  /// decimals; a zone such as `%eth0` may follow.
  static boolean isV6(String text) {
    int zone = text.indexOf('%');
    if (zone == text.length() - 1 && zone >= 0) {
      return false;
    }
    String address = zone < 0 ? text : text.substring(0, zone);
    int gap = address.indexOf("::");
    if (gap < 0) {
      return groups(address, true) == GROUPS;
    }
    int before = gap == 0 ? 0 : groups(address.substring(0, gap), false);
    String rest = address.substring(gap + 2);
    int after = rest.isEmpty() ? 0 : groups(rest, true);
    return before >= 0 && after >= 0 && before + after < GROUPS;
  }

  /// How many groups these are; negative when they are none.
  private static int groups(String text, boolean mayEndInV4) {
    String[] parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean isV4 = mayEndInV4 && i == parts.length - 1 && isV4(parts[i]);
      if (!isV4 && !isGroup(parts[i])) {
        return -GROUPS;
      }
      count += isV4 ? 2 : 1;
    }
    return count;
  }

  private static boolean isGroup(String part) {
    return !part.isEmpty()
        && part.length() <= 4
        && part.chars().allMatch(c -> RegexSource.isDigit((char) c, 16));
  }
}
