package dev.rondo.web;

import dev.rondo.kernel.Problem;
import java.util.Locale;

/// A language that the pages about data speak.
enum Language {
  EN("en", "English"),
  ZH("zh", "中文");

  private final String tag;
  private final String ownName;

  Language(String tag, String ownName) {
    this.tag = tag;
    this.ownName = ownName;
  }

  /// As in HTML and in addresses.
  String tag() {
    return tag;
  }

  /// What its speakers call it.
  String ownName() {
    return ownName;
  }

  Language other() {
    return this == EN ? ZH : EN;
  }

  static Language parse(String tag) {
    return switch (tag.toLowerCase(Locale.ROOT)) {
      case "en" -> EN;
      case "zh" -> ZH;
      default -> throw Problem.invalid("'lang' is '%s'; it must be en or zh.", tag);
    };
  }
}
