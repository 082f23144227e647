package dev.rondo.app;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The pages of libraries and of the start-up cache that this process has in memory. They stand on
/// disk too, so Linux can take them back, and reads them again when they are needed: some 100 MB,
/// most of it used once.
final class MappedFiles {
  private static final Path MAPS = Path.of("/proc/self/maps");

  /// One line: from and to, a private mapping, its offset, device and inode, its file.
  private static final Pattern PRIVATE =
      Pattern.compile("([0-9a-f]+)-([0-9a-f]+) \\S{3}p \\S+ \\S+ [1-9]\\d* +/.+");

  /// `MADV_PAGEOUT` of Linux 5.4 and later: reclaim these pages now. Unlike `MADV_DONTNEED` it
  /// never drops what differs from the file.
  private static final int PAGE_OUT = 21;

  private MappedFiles() {}

  /// Gives the pages back; does nothing on a system that does not know how.
  static void giveBack() {
    if (!Files.isReadable(MAPS)) {
      return;
    }
    try {
      Optional<MethodHandle> advise = advise();
      if (advise.isPresent()) {
        for (String mapping : Files.readAllLines(MAPS)) {
          Matcher match = PRIVATE.matcher(mapping);
          if (match.matches()) {
            long from = Long.parseUnsignedLong(match.group(1), 16);
            long to = Long.parseUnsignedLong(match.group(2), 16);
            int _ =
                (int) advise.get().invokeExact(MemorySegment.ofAddress(from), to - from, PAGE_OUT);
          }
        }
      }
    } catch (Throwable e) {
      throw new IllegalStateException("Cannot give mapped files back.", e);
    }
  }

  private static Optional<MethodHandle> advise() {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("madvise")
        .map(address ->
            linker.downcallHandle(
                address,
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT)));
  }
}
