package dev.rondo.quality.format;

/// A text that can be looked at only so often, which ends a search that explodes. Counting looks,
/// not time, gives every machine the same verdict. Confined to one thread.
final class MeteredText implements CharSequence {
  private static final long FREE_LOOKS = 20_000_000;
  private static final long LOOKS_FOR_EACH_CHARACTER = 100;

  private final String text;
  private long left;

  MeteredText(String text) {
    this.text = text;
    this.left = FREE_LOOKS + LOOKS_FOR_EACH_CHARACTER * text.length();
  }

  /// Ends a search from inside; it says nothing itself and needs no stack.
  static final class Spent extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Spent() {
      super("The search looked at the text too often.", null, false, false);
    }
  }

  @Override
  public char charAt(int index) {
    if (--left < 0) {
      throw new Spent();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
