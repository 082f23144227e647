package dev.rondo.api.http;

/// How much memory the tree of a JSON text needs, about, beside the text itself: a body of nothing
/// but brackets becomes thirty times as large as it is.
final class JsonWeight {
  private static final long CONTAINER = 100;
  private static final long VALUE = 24;

  private JsonWeight() {}

  static long of(byte[] json) {
    long weight = 0;
    boolean isText = false;
    for (int i = 0; i < json.length; i++) {
      byte b = json[i];
      if (isText) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          isText = false;
        }
      } else if (b == '"') {
        isText = true;
      } else if (b == '{' || b == '[') {
        weight += CONTAINER;
      } else if (b == ',' || b == ':') {
        weight += VALUE;
      }
    }
    return weight;
  }
}
