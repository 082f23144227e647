package dev.rondo.delivery.repository;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// Keeps JGit to the home folder: no settings are read from the account that runs the server, and
/// none are written there.
final class ConfinedSystem extends SystemReader.Delegate {

  private ConfinedSystem(SystemReader system) {
    super(system);
  }

  /// Confines JGit in this process, once.
  static void install() {
    SystemReader system = SystemReader.getInstance();
    if (!(system instanceof ConfinedSystem)) {
      SystemReader.setInstance(new ConfinedSystem(system));
    }
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public StoredConfig getUserConfig() {
    return new Empty(null, FS.DETECTED);
  }

  @Override
  public StoredConfig getSystemConfig() {
    return new Empty(null, FS.DETECTED);
  }

  @Override
  public StoredConfig getJGitConfig() {
    return new Empty(null, FS.DETECTED);
  }

  private static final class Empty extends FileBasedConfig {
    @SuppressWarnings("NullAway") // JGit takes null for "no parent" and "no file"
    Empty(@Nullable Config parent, FS fs) {
      super(parent, null, fs);
    }

    /// JGit would measure the file system's time stamps for three seconds and keep the result in
    /// the account's settings. It compares sizes and file keys as well, so that a value on the safe
    /// side for every file system with sub-second stamps is enough.
    @Override
    public long getTimeUnit(
        String section,
        @Nullable String subsection,
        String name,
        long defaultValue,
        TimeUnit unit) {
      return switch (name) {
        case ConfigConstants.CONFIG_KEY_TIMESTAMP_RESOLUTION ->
            unit.convert(20, TimeUnit.MILLISECONDS);
        case ConfigConstants.CONFIG_KEY_MIN_RACY_THRESHOLD ->
            unit.convert(100, TimeUnit.MILLISECONDS);
        default -> defaultValue;
      };
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }

    @Override
    public String toString() {
      return "empty";
    }
  }
}
