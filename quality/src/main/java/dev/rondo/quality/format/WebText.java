package dev.rondo.quality.format;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Addresses of people, pages and things.
final class WebText {
  private static final Set<String> SCHEMES = Set.of("http", "https", "ftp");
  private static final int LONGEST_EMAIL = 254;
  private static final int LONGEST_LOCAL_PART = 64;
  private static final int LONGEST_HOST = 253;

  private static final Pattern LOCAL_PART =
      Pattern.compile(
          "[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]++(?:\\.[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]++)*+");
  private static final Pattern LABEL =
      Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?");
  private static final Pattern UUID =
      Pattern.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

  private WebText() {}

  static boolean isEmail(String text) {
    int at = text.lastIndexOf('@');
    if (at <= 0 || at > LONGEST_LOCAL_PART || text.length() > LONGEST_EMAIL) {
      return false;
    }
    String host = text.substring(at + 1);
    return LOCAL_PART.matcher(text.substring(0, at)).matches()
        && host.indexOf('.') > 0
        && isHostName(host);
  }

  /// Dotted labels whose last one is not a number.
  private static boolean isHostName(String host) {
    String[] labels = host.split("\\.", -1);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return host.length() <= LONGEST_HOST
        && !labels[labels.length - 1].chars().allMatch(Character::isDigit);
  }

  static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme();
      return scheme != null
          && SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))
          && isAuthority(uri.getRawAuthority());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isAuthority(@org.jspecify.annotations.Nullable String authority) {
    if (authority == null) {
      return false;
    }
    String place = authority.substring(authority.lastIndexOf('@') + 1);
    if (place.startsWith("[")) {
      int end = place.indexOf(']');
      return end > 0 && IpAddress.isV6(place.substring(1, end)) && isPort(place.substring(end + 1));
    }
    int colon = place.indexOf(':');
    String host = colon < 0 ? place : place.substring(0, colon);
    return (IpAddress.isV4(host) || isHostName(host))
        && isPort(colon < 0 ? "" : place.substring(colon));
  }

  private static boolean isPort(String text) {
    return text.isEmpty()
        || (text.matches(":[0-9]{1,5}") && Integer.parseInt(text.substring(1)) <= 0xffff);
  }

  static boolean isUuid(String text) {
    return UUID.matcher(text).matches();
  }
}
