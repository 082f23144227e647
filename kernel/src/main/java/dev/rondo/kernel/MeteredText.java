package dev.rondo.kernel;

/// A text that can be looked at only so often, which ends a search by a regular expression that
/// explodes. Counting looks, not time, gives every machine the same verdict. Confined to one
/// thread.
public final class MeteredText implements CharSequence {
  private static final long FREE_LOOKS = 20_000_000;
  private static final long LOOKS_FOR_EACH_CHARACTER = 100;

  private final String text;
  private long left;

  /// As many looks as a search that does not explode can need.
  public MeteredText(String text) {
    this(text, FREE_LOOKS + LOOKS_FOR_EACH_CHARACTER * text.length());
  }

  /// @param looks how many there may be
  public MeteredText(String text, long looks) {
    this.text = text;
    this.left = looks;
  }

  /// Ends a search from inside; it says nothing itself and needs no stack.
  public static final class Spent extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Spent() {
      super("The search looked at the text too often.", null, false, false);
    }
  }

  /// How many looks there may still be.
  public long left() {
    return left;
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
