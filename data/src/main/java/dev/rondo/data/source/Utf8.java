package dev.rondo.data.source;

/// Follows text byte by byte and says whether it is UTF-8.
final class Utf8 {
  private int missing;
  private int lowest = 0x80;
  private int highest = 0xBF;

  /// Whether this byte, from 0 to 255, may follow the ones before it.
  boolean accepts(int b) {
    if (missing == 0) {
      return starts(b);
    }
    boolean isRight = b >= lowest && b <= highest;
    missing = isRight ? missing - 1 : 0;
    lowest = 0x80;
    highest = 0xBF;
    return isRight;
  }

  /// Overlong forms, halves of pairs and what lies beyond Unicode are refused by their second byte.
  private boolean starts(int b) {
    if (b < 0x80) {
      return true;
    }
    if (b < 0xC2 || b > 0xF4) {
      return false;
    }
    missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
    switch (b) {
      case 0xE0 -> lowest = 0xA0;
      case 0xED -> highest = 0x9F;
      case 0xF0 -> lowest = 0x90;
      case 0xF4 -> highest = 0x8F;
      default -> {}
    }
    return true;
  }

  /// Whether more bytes of a character must follow.
  boolean isOpen() {
    return missing > 0;
  }
}
