package dev.rondo.api.mlflow;

import dev.rondo.ledger.Tag;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the protocol asks of run ids and keys.
final class Keys {
  private static final int KEY = 250;
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][\\w-]{0,255}");
  private static final Pattern SIGNS =
      Pattern.compile("[/\\w.\\- :]+", Pattern.UNICODE_CHARACTER_CLASS);

  private Keys() {}

  /// The key, when it is one: it may name a file in some stores, so it must be a plain path.
  static String check(String key) {
    if (isSimple(key)) {
      return key;
    }
    if (!SIGNS.matcher(key).matches()) {
      throw Message.invalid(
          "key",
          key,
          "names may only contain letters, digits, underscores (_), dashes (-), periods (.),"
              + " spaces ( ), colons (:) and slashes (/)");
    }
    if (key.length() > KEY) {
      throw Message.invalid(
          "key", key, "'key' exceeds the maximum length of " + KEY + " characters");
    }
    if (!isPlainPath(key)) {
      throw Message.invalid("key", key, "names may be treated as files, and must be plain paths");
    }
    return key;
  }

  /// What nearly all keys are, found without patterns: a batch has a thousand.
  private static boolean isSimple(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_')) {
        return false;
      }
    }
    return !key.isEmpty() && key.length() <= KEY;
  }

  private static boolean isPlainPath(String key) {
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /// A run id of any tracking server.
  static String checkRunId(String id) {
    if (!RUN_ID.matcher(id).matches()) {
      throw Message.invalid("run_id", id, "letters, digits, _ and - make a run id");
    }
    return id;
  }

  /// The `key` that is given, when it is one.
  static String of(Message asked) {
    return check(asked.fullText("key"));
  }

  /// A value that is too long is cut.
  static Tag tag(String key, Optional<String> value) {
    return new Tag(check(key), Tag.cut(value.orElse("")));
  }
}
