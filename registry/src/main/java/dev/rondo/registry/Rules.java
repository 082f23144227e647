package dev.rondo.registry;

import dev.rondo.kernel.Escapes;
import dev.rondo.kernel.PlainPath;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the registry takes: which names, how long, how many.
final class Rules {
  static final int NAME = 250;
  static final int SOURCE = 2_048;
  static final int TEXT = 100_000;
  private static final int ALIAS = 255;
  private static final int TAG_KEY = 250;
  private static final int REASON = 2_000;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern ALIAS_FORM =
      Pattern.compile("[\\w-]+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern VERSION_ALIAS = Pattern.compile("[vV][0-9]+");
  private static final Pattern KEY =
      Pattern.compile("[\\w./: -]+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][\\w-]{0,255}");

  private Rules() {}

  /// A name stands in addresses and file names: it is one plain segment of a path.
  static void modelName(String name) {
    boolean isWrong =
        name.isBlank()
            || name.length() > NAME
            || name.indexOf(':') >= 0
            || Escapes.isIn(name)
            || !PlainPath.isSegment(name);
    if (isWrong) {
      throw Problem.invalid(
          "Invalid model name '%s': 1 to %d characters are needed, none of them '/', '\\', ':' or a"
              + " control character, no escape such as '%%41', and not '.' or '..'.",
          Texts.brief(name), NAME);
    }
  }

  static void alias(String alias) {
    length("Registered model alias name", alias, ALIAS);
    if (!ALIAS_FORM.matcher(alias).matches()) {
      throw Problem.invalid(
          "Invalid alias name: '%s'. Letters, digits, underscores and dashes are needed.",
          Texts.brief(alias));
    }
    if (alias.toLowerCase(Locale.ROOT).equals("latest") || VERSION_ALIAS.matcher(alias).matches()) {
      throw Problem.invalid(
          "The alias name '%s' is reserved: 'latest' and 'v' with a number say which version by"
              + " themselves.",
          alias);
    }
  }

  static void tag(String key, String value) {
    tagKey(key);
    length("value of tag '" + key + "'", value, TEXT);
  }

  static void tagKey(String key) {
    length("tag key", key, TAG_KEY);
    String slashed = "/" + key + "/";
    if (!KEY.matcher(key).matches()
        || key.isBlank()
        || slashed.contains("//")
        || slashed.contains("/./")
        || slashed.contains("/../")) {
      throw Problem.invalid(
          "Invalid tag name: '%s'. Letters, digits, '_', '-', '.', ' ', ':' and '/' between plain"
              + " segments are needed.",
          Texts.brief(key));
    }
  }

  static void runId(String run) {
    if (!RUN.matcher(run).matches()) {
      throw Problem.invalid("Invalid run ID: '%s'.", Texts.brief(run));
    }
  }

  static void length(String what, String value, int most) {
    if (value.length() > most) {
      throw Problem.invalid(
          "%s '%s' exceeds the maximum length of %d characters",
          what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1),
          Texts.brief(value),
          most);
    }
  }

  static void reason(String reason) {
    if (reason.isBlank()) {
      throw Problem.invalid("A decision on a model needs its reason.");
    }
    if (reason.length() > REASON) {
      throw Problem.invalid(
          "The reason has %d characters; %d are the most.", reason.length(), REASON);
    }
  }
}
