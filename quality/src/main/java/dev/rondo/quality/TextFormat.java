package dev.rondo.quality;

import java.util.Arrays;
import java.util.Optional;

/// What a text can be asked to be by name. Names are those of the Open Data Contract Standard and
/// of JSON Schema; names that say how a text is stored, such as `password`, ask nothing.
public enum TextFormat {
  EMAIL("email", "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(" + Parts.LABEL + "\\.)+" + Parts.LABEL),
  UUID("uuid", "[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"),
  URI("uri", "[A-Za-z][A-Za-z0-9+.-]*:[^\\x00-\\x20<>\"{}|\\\\^`\\x7f]+"),
  HOSTNAME("hostname", "(" + Parts.LABEL + "\\.)*" + Parts.LABEL),
  IPV4("ipv4", Parts.IPV4),
  IPV6("ipv6", Parts.ipv6()),
  BYTE("byte", "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"),
  DATE("date", Parts.DATE),
  TIME("time", Parts.TIME),
  DATE_TIME("date-time", Parts.DATE + "[Tt ]" + Parts.TIME);

  private final String key;
  private final String pattern;

  TextFormat(String key, String pattern) {
    this.key = key;
    this.pattern = "^(?:" + pattern + ")$";
  }

  /// Parts of patterns.
  private static final class Parts {
    static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    static final String IPV4 =
        "((25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})";
    static final String DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    static final String TIME =
        "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?"
            + "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?";
    private static final String HEX = "[0-9a-fA-F]{1,4}";

    private Parts() {}

    /// Eight groups, or fewer around one `::`, of which the last two may be an IPv4 address.
    static String ipv6() {
      StringBuilder pattern = new StringBuilder();
      pattern.append("(%1$s:){7}%1$s|(%1$s:){6}%2$s|::".formatted(HEX, IPV4));
      for (int before = 0; before <= 7; before++) {
        int after = 7 - before;
        String head = before == 0 ? ":" : "(" + HEX + ":){" + before + "}";
        if (after > 0) {
          pattern.append("|%s(:%s){1,%d}".formatted(head, HEX, after));
        }
        if (after > 1) {
          pattern.append("|%s(:%s){0,%d}:%s".formatted(head, HEX, after - 2, IPV4));
        }
        if (before > 0) {
          pattern.append("|").append(head).append(":");
        }
      }
      return pattern.toString();
    }
  }

  /// The format of a name; empty for a name that asks nothing, or that nobody knows.
  public static Optional<TextFormat> find(String key) {
    return Arrays.stream(values()).filter(format -> format.key.equals(key)).findFirst();
  }

  /// The name in contracts.
  public String key() {
    return key;
  }

  /// `an e-mail address`.
  String words() {
    return this == DATE ? Phrasebook.ENGLISH.say("format-date") : Phrasebook.ENGLISH.say(this);
  }

  /// A regular expression that the whole text matches.
  public String pattern() {
    return pattern;
  }
}
