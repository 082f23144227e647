package dev.rondo.registry.scan;

import static dev.rondo.registry.scan.Bytes.bytes;
import static dev.rondo.registry.scan.Bytes.joined;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/// Pickles and code in compressed files and archives, and in one another.
class ArchivesTest {
  private static final byte[] EVIL = bytes("cos\nsystem\n(S'id'\ntR.");
  private static final String FOUND = "GLOBAL os.system, with REDUCE";

  @FunctionalInterface
  private interface Packing {
    OutputStream open(OutputStream out) throws IOException;
  }

  private static final SequencedMap<String, Packing> PACKINGS = new LinkedHashMap<>();

  static {
    PACKINGS.put("gz", GZIPOutputStream::new);
    PACKINGS.put("bz2", BZip2CompressorOutputStream::new);
    PACKINGS.put("xz", out -> new XZOutputStream(out, new LZMA2Options(1)));
    PACKINGS.put("lzma", out -> new LZMAOutputStream(out, new LZMA2Options(1), -1));
    PACKINGS.put("lz4", FramedLZ4CompressorOutputStream::new);
  }

  private static byte[] made(Packing packing, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed = packing.open(out)) {
      packed.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] packed(String kind, byte[] content) {
    return made(PACKINGS.get(kind), content);
  }

  private static byte[] tar(String name, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    return tar(entry, content);
  }

  /// With a harmless entry before it.
  private static byte[] tar(TarArchiveEntry entry, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      TarArchiveEntry first = new TarArchiveEntry("note.txt");
      first.setSize(5);
      tar.putArchiveEntry(first);
      tar.write(bytes("Text."));
      tar.closeArchiveEntry();
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  private static byte[] zip(String name, byte[] content, int method) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
      ZipArchiveEntry entry = new ZipArchiveEntry(name);
      entry.setMethod(method);
      entry.setSize(content.length);
      CRC32 sum = new CRC32();
      sum.update(content);
      entry.setCrc(sum.getValue());
      zip.putArchiveEntry(entry);
      zip.write(content);
      zip.closeArchiveEntry();
    }
    return out.toByteArray();
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    return zip(name, content, ZipArchiveEntry.DEFLATED);
  }

  /// Where the directory of a ZIP archive begins.
  private static int directory(byte[] zip) {
    return new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
  }

  private static Scan scan(String path, byte[] content) {
    return Scanner.scan(
        List.of(
            new ModelFile(
                path,
                content.length,
                Digest.of(content),
                () -> new ByteArrayInputStream(content))));
  }

  private static void assertFound(String path, byte[] content, String where) {
    assertThat(scan(path, content).findings())
        .as(where)
        .anySatisfy(one -> {
          assertThat(one.file()).isEqualTo(where);
          assertThat(one.text()).isEqualTo(FOUND);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "xz", "lzma", "lz4"})
  void aPickleIsFoundHoweverItIsCompressed(String kind) throws IOException {
    assertFound("model.pkl", packed(kind, EVIL), "model.pkl");
    assertFound("data", packed(kind, packed("bz2", EVIL)), "data");
    assertFound("m.tgz", packed(kind, tar("x.pkl", EVIL)), "m.tgz!x.pkl");
    assertFound("m.zip", zip("x." + kind, packed(kind, EVIL)), "m.zip!x." + kind);
    assertFound("m.x", packed(kind, zip("x", EVIL)), "m.x!x");
    assertThat(scan("data.csv", packed(kind, bytes("city,fare\nBonn,3\n"))).findings()).isEmpty();
  }

  /// Python reads several streams behind one another as one.
  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "xz", "lzma", "lz4"})
  void aPickleThatIsSplitOverSeveralStreamsIsDangerous(String kind) {
    byte[] first = packed(kind, Arrays.copyOf(EVIL, 5));
    byte[] second = packed(kind, Arrays.copyOfRange(EVIL, 5, EVIL.length));
    assertThat(scan("model.pkl", joined(first, second)).isDangerous()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "bz2", "xz", "lzma", "lz4"})
  void whatIsCutOffIsDangerous(String kind) {
    byte[] noise = new byte[200_000];
    new Random(5).nextBytes(noise);
    byte[] whole = packed(kind, joined(bytes("B@\r\u0003\0"), noise, bytes(".")));
    assertThat(scan("model.bin", Arrays.copyOf(whole, whole.length / 2)).isDangerous()).isTrue();
  }

  @Test
  void archivesInArchivesAreLookedInto() throws IOException {
    assertFound("m.zip", zip("in.zip", zip("x.pkl", EVIL)), "m.zip!in.zip!x.pkl");
    byte[] packed = zip("x.pkl", packed("bz2", EVIL), ZipArchiveEntry.STORED);
    packed[8] = 12;
    packed[directory(packed) + 10] = 12;
    assertFound("m.zip", packed, "m.zip!x.pkl");
    assertFound("m.tar", tar("d/in.tar", tar("x.pkl", EVIL)), "m.tar!d/in.tar!x.pkl");
    assertFound("m.tar", tar("in.pt", zip("a/data.pkl", EVIL)), "m.tar!in.pt!a/data.pkl");
    assertFound("m.zip", zip("in.tar", tar("x", EVIL)), "m.zip!in.tar!x");
    String deep = "d/".repeat(120) + "x.pkl";
    assertThat(scan("m.tar", tar(deep, EVIL)).isDangerous()).isTrue();
    assertThat(scan("m.tar", tar("x.txt", bytes("Text."))).findings()).isEmpty();
    assertThat(scan("m.zip", zip("x.txt", bytes("Text."))).findings()).isEmpty();
  }

  @Test
  void anArchiveOfTheOldFormIsOneToo() throws IOException {
    byte[] tar = tar("x.pkl", EVIL);
    for (int at = 0; at < 2_048; at += 1_024) {
      int sum = 0;
      for (int i = 0; i < 512; i++) {
        tar[at + i] = i >= 257 ? 0 : tar[at + i];
        sum += i >= 148 && i < 156 ? ' ' : tar[at + i] & 0xff;
      }
      byte[] told = bytes("%06o\0 ".formatted(sum));
      System.arraycopy(told, 0, tar, at + 148, told.length);
    }
    assertFound("m.bin", tar, "m.bin!x.pkl");
  }

  @Test
  void whatLiesTooDeepIsDangerous() throws IOException {
    byte[] zips = zip("x.txt", bytes("Text."));
    byte[] tars = tar("x.txt", bytes("Text."));
    for (int depth = 0; depth < 5; depth++) {
      zips = zip("in.zip", zips, ZipArchiveEntry.STORED);
      tars = tar("in.tar", tars);
    }
    assertThat(scan("m.zip", zips).isDangerous()).isTrue();
    assertThat(scan("m.tar", tars).isDangerous()).isTrue();
  }

  @Test
  void anArchiveOfTooManyEntriesIsDangerous() throws IOException {
    byte[] head = Arrays.copyOf(tar("x.txt", bytes("Text.")), 512);
    byte[] none = Arrays.copyOfRange(tar("x.txt", new byte[0]), 1_024, 1_536);
    byte[] many = joined(head, bytes("Text."), new byte[507], repeated(none, 100_001));
    assertThat(scan("m.tar", many).findings())
        .singleElement()
        .satisfies(one -> assertThat(one.text()).contains("more than can be looked at"));
  }

  private static byte[] repeated(byte[] part, int times) {
    byte[] all = new byte[part.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(part, 0, all, i * part.length, part.length);
    }
    return all;
  }

  @Test
  void anEncryptedEntryIsDangerous() throws IOException {
    byte[] zip = zip("x.pkl", bytes("Text."));
    zip[directory(zip) + 8] |= 1;
    assertThat(scan("m.zip", zip).findings())
        .anySatisfy(one -> assertThat(one.text()).contains("encrypted"));
    assertThat(scan("m.zip", zip).isDangerous()).isTrue();
  }

  @Test
  void anEntryThatLeavesItsFolderIsDangerous() throws IOException {
    assertThat(scan("m.tar", tar("../../x.txt", bytes("Text."))).isDangerous()).isTrue();
    assertThat(scan("m.tar", tar("/etc/x.txt", bytes("Text."))).isDangerous()).isTrue();
    TarArchiveEntry link = new TarArchiveEntry("x", (byte) '2');
    link.setLinkName("/etc/passwd");
    assertThat(scan("m.tar", tar(link, new byte[0])).isDangerous()).isTrue();
  }

  /// Of a text that no name needs, and of a dictionary larger than any that is used.
  @Test
  void longNamesTakeNoMemory() {
    byte[] head = bytes("\u001f\u008b\b\b\0\0\0\0\0\0");
    byte[] name = new byte[20 << 20];
    Arrays.fill(name, (byte) 'a');
    assertThat(scan("model.gz", joined(head, name)).isDangerous()).isTrue();
    byte[] dictionary = bytes("]\0\0\0\u0080" + "\u00ff".repeat(8) + "\0....");
    assertThat(scan("model.lzma", dictionary).isDangerous()).isTrue();
  }

  @Test
  void whatIsACompressedFileAndAPickleIsBoth() {
    byte[] zlib = made(DeflaterOutputStream::new, bytes("Just some text, and no code."));
    assertThat(scan("model.pkl", joined(zlib, EVIL)).isDangerous()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"Lambda\"", "\"L\\u0061mbda\"", "\"__lambda__\""})
  void aLayerOfKerasThatBringsCodeIsDangerous(String name) throws IOException {
    String config =
        """
        {"class_name": "Functional", "config": {"layers": [{"class_name": %s, "config": {}}]}}
        """
            .formatted(name);
    assertThat(scan("model.keras", zip("config.json", bytes(config))).isDangerous()).isTrue();
    byte[] wide = config.getBytes(StandardCharsets.UTF_16LE);
    assertThat(scan("model.keras", zip("config.json", wide)).isDangerous()).isTrue();
    String plain = config.replace(name, "\"Dense\"");
    assertThat(scan("model.keras", zip("config.json", bytes(plain))).findings()).isEmpty();
    byte[] hdf5 = bytes("\u0089HDF\r\n\u001a\n" + "x".repeat(65_500) + config);
    assertThat(scan("model.bin", hdf5).findings())
        .singleElement()
        .satisfies(one -> assertThat(one.text()).contains("'Lambda' of Keras"));
  }

  @Test
  void mutilatedArchivesDoNotEndTheScan() throws IOException {
    Random random = new Random(9);
    List<byte[]> all = new ArrayList<>(List.of(tar("x.pkl", EVIL), zip("y.zip", zip("x", EVIL))));
    PACKINGS.forEach((_, packing) -> all.add(made(packing, EVIL)));
    for (byte[] whole : all) {
      for (int i = 0; i < 300; i++) {
        byte[] mixed = whole.clone();
        for (int k = 0; k < 3; k++) {
          mixed[random.nextInt(mixed.length)] = (byte) random.nextInt();
        }
        assertThat(scan("m", mixed).files()).isEqualTo(1);
        assertThat(scan("m", Arrays.copyOf(whole, random.nextInt(whole.length))).files())
            .isEqualTo(1);
      }
    }
  }
}
