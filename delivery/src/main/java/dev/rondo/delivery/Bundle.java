package dev.rondo.delivery;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// The zip form of a commit's files. Equal files give equal bytes on every machine: entries are
/// sorted, stored without compression (whose output differs between versions of zlib), and have one
/// fixed time that needs no time zone.
final class Bundle {
  /// A month later than the form's first day, which the JDK would write with a time zone.
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private Bundle() {}

  static byte[] pack(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (var file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(entry(file.getKey(), file.getValue()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw failed(e);
    }
    return bytes.toByteArray();
  }

  private static ZipEntry entry(String path, byte[] content) {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry(path);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    entry.setTimeLocal(TIME);
    return entry;
  }

  /// The files of a bundle that [#pack] made.
  static Map<String, byte[]> unpack(byte[] bundle) {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bundle))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw failed(e);
    }
    return Collections.unmodifiableMap(files);
  }

  private static Problem failed(IOException e) {
    return Problem.wrap(
        ProblemCode.INTERNAL, "The bundle could not be packed or read: " + e.getMessage(), e);
  }
}
