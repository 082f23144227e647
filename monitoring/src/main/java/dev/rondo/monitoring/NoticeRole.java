package dev.rondo.monitoring;

import dev.rondo.kernel.Permission;
import java.util.Locale;

/// Who reads notices.
public enum NoticeRole {
  DATA_ENGINEER(Permission.WRITE_DATA),
  DATA_SCIENTIST(Permission.WRITE_RUNS);

  private final Permission permission;

  NoticeRole(Permission permission) {
    this.permission = permission;
  }

  /// What acknowledging such a notice takes.
  Permission permission() {
    return permission;
  }

  /// The stable text on wires, in lower case with dashes.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static NoticeRole parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
