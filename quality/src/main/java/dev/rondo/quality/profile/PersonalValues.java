package dev.rondo.quality.profile;

import java.util.Locale;
import java.util.regex.Pattern;

/// Whether a single value could tell about a person.
final class PersonalValues {
  private static final Pattern EMAIL =
      Pattern.compile("[\\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\\w-]{1,63}(\\.[\\w-]{1,63}){1,8}");
  private static final Pattern PHONE = Pattern.compile("\\+?[\\d\\s().\\-/]{7,24}");
  private static final Pattern WRITTEN_PHONE =
      Pattern.compile(
          "\\+\\d{1,3}[\\s.-]?(\\(\\d{1,4}\\)[\\s.-]?)?\\d{2,4}([\\s.-]?\\d{2,4}){1,4}"
              + "|\\(\\d{2,5}\\)\\s?\\d{3,4}[\\s.-]?\\d{3,5}|\\d{3}[.-]\\d{3}[.-]\\d{4}");
  private static final Pattern CARD = Pattern.compile("[3-6]\\d{3}([ -]?\\d{3,6}){2,4}");
  private static final Pattern IBAN = Pattern.compile("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}");
  private static final Pattern IP4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");
  private static final Pattern IP6 =
      Pattern.compile(
          "(?i)[0-9a-f]{1,4}(:[0-9a-f]{1,4}){7}|(?=.*::)[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}");
  private static final Pattern SSN =
      Pattern.compile("(?!000|666|9)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}");
  private static final Pattern NINO = Pattern.compile("[A-CEGHJ-PR-TW-Z]{2}\\d{6}[A-D]");
  private static final Pattern DNI = Pattern.compile("\\d{8}[A-Z]");
  private static final Pattern CHINESE_ID = Pattern.compile("\\d{17}[\\dXx]");
  private static final Pattern NAME = Pattern.compile("\\p{L}[\\p{L}'’.\\- ]{0,60}");
  private static final Pattern FULL_NAME =
      Pattern.compile("\\p{Lu}[\\p{L}'’.\\-]*,?( \\p{L}[\\p{L}'’.()\\-]*){1,6}");
  private static final Pattern STREET =
      Pattern.compile(
          "(?i)\\d{1,6}\\w?\\s+(\\S+\\s+){1,4}(st|street|ave|avenue|rd|road|blvd|lane|ln|drive|dr|way|court|ct|place|pl)\\b.*"
              + "|.{2,40}(stra(ß|ss)e|str\\.|weg|platz|gasse)\\s+\\d.*");
  private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final int[] CHINESE_WEIGHTS = {
    7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2
  };

  private PersonalValues() {}

  static boolean isEmail(String value) {
    return EMAIL.matcher(value).matches();
  }

  static boolean isPhone(String value) {
    long digits = value.chars().filter(Character::isDigit).count();
    return digits >= 7 && digits <= 15 && PHONE.matcher(value).matches();
  }

  /// Digits in groups or after a `+`: plain digits are phone numbers by their column's name only.
  static boolean isWrittenPhone(String value) {
    return isPhone(value) && WRITTEN_PHONE.matcher(value).matches();
  }

  static boolean isCreditCard(String value) {
    String digits = value.replaceAll("[ -]", "");
    return digits.length() >= 13
        && digits.length() <= 19
        && CARD.matcher(value).matches()
        && isLuhn(digits);
  }

  /// The check digit by the formula of Luhn.
  static boolean isLuhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 1 ? digit * 2 : digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }

  static boolean isIban(String value) {
    String text = value.replace(" ", "").toUpperCase(Locale.ROOT);
    if (!IBAN.matcher(text).matches()) {
      return false;
    }
    int rest = 0;
    String turned = text.substring(4) + text.substring(0, 4);
    for (char c : turned.toCharArray()) {
      int digit = Character.digit(c, 36);
      rest = (rest * (digit > 9 ? 100 : 10) + digit) % 97;
    }
    return rest == 1;
  }

  static boolean isIpAddress(String value) {
    return IP4.matcher(value).matches() || (value.length() <= 39 && IP6.matcher(value).matches());
  }

  /// Of the United States, the United Kingdom, Spain or China.
  static boolean isNationalId(String value) {
    return SSN.matcher(value).matches()
        || NINO.matcher(value).matches()
        || isSpanish(value)
        || isChinese(value);
  }

  private static boolean isSpanish(String value) {
    return DNI.matcher(value).matches()
        && DNI_LETTERS.charAt(Integer.parseInt(value.substring(0, 8)) % 23) == value.charAt(8);
  }

  private static boolean isChinese(String value) {
    if (!CHINESE_ID.matcher(value).matches()) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < CHINESE_WEIGHTS.length; i++) {
      sum += (value.charAt(i) - '0') * CHINESE_WEIGHTS[i];
    }
    return "10X98765432".charAt(sum % 11) == Character.toUpperCase(value.charAt(17));
  }

  static boolean isName(String value) {
    return NAME.matcher(value).matches();
  }

  static boolean isFullName(String value) {
    return FULL_NAME.matcher(value).matches();
  }

  static boolean isStreet(String value) {
    return value.length() <= 120 && STREET.matcher(value).matches();
  }

  /// More than a number or a code.
  static boolean isText(String value) {
    return value.length() > 5 && value.indexOf(' ') > 0;
  }
}
