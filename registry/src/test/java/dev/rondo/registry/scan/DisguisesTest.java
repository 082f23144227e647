package dev.rondo.registry.scan;

import static dev.rondo.registry.scan.Bytes.bytes;
import static dev.rondo.registry.scan.Bytes.joined;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Digest;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that Python reads, but not as others do: it finds other entries, or knows an archive
/// where nobody else sees one.
class DisguisesTest {
  private static final byte[] EVIL = bytes("cos\nsystem\n(S'id'\ntR.");
  private static final byte[] PLAIN = bytes("Just text, no code.");
  private static final byte[] LAYER = bytes("{\"class_name\": \"Lambda\"}");
  private static final byte[] END_OF_TAR = new byte[1_024];

  private static List<Finding> findings(String path, byte[] content) {
    ModelFile file =
        new ModelFile(
            path, content.length, Digest.of(content), () -> new ByteArrayInputStream(content));
    return Scanner.scan(List.of(file)).findings();
  }

  private static void assertDangerous(String path, byte[] content) {
    assertThat(findings(path, content))
        .as(path)
        .anySatisfy(one -> assertThat(one.severity()).isEqualTo(Finding.Severity.DANGEROUS));
  }

  private static ByteBuffer record(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int sum(byte[] content) {
    CRC32 sum = new CRC32();
    sum.update(content);
    return (int) sum.getValue();
  }

  /// An entry as it stands in a ZIP archive, stored.
  private static byte[] local(String name, byte[] content) {
    ByteBuffer head = record(30).putInt(0, 0x04034b50).putShort(4, (short) 20);
    head.putInt(14, sum(content)).putInt(18, content.length).putInt(22, content.length);
    head.putShort(26, (short) name.length());
    return joined(head.array(), bytes(name), content);
  }

  /// The same in the directory.
  private static byte[] listed(String name, byte[] content, int offset) {
    ByteBuffer head = record(46).putInt(0, 0x02014b50).putShort(4, (short) 20);
    head.putShort(6, (short) 20).putInt(16, sum(content));
    head.putInt(20, content.length).putInt(24, content.length);
    head.putShort(28, (short) name.length()).putInt(42, offset);
    return joined(head.array(), bytes(name));
  }

  private static byte[] end(int count, int size, int offset) {
    ByteBuffer end = record(22).putInt(0, 0x06054b50);
    end.putShort(8, (short) count).putShort(10, (short) count);
    return end.putInt(12, size).putInt(16, offset).array();
  }

  private static byte[] zip(String name, byte[] content) {
    byte[] local = local(name, content);
    byte[] listed = listed(name, content, 0);
    return joined(local, listed, end(1, listed.length, local.length));
  }

  @Test
  void aSecondDirectoryWhereOnlyPythonLooksIsDangerous() {
    byte[] files = joined(local("a.npy", PLAIN), local("a.npy", EVIL));
    int second = local("a.npy", PLAIN).length;
    byte[] shown = listed("a.npy", PLAIN, 0);
    byte[] read = listed("a.npy", EVIL, second - shown.length);
    byte[] end = end(1, shown.length, files.length);
    assertDangerous("model.npz", joined(files, shown, read, end));
    assertDangerous("model.bin", joined(bytes("#!"), files, shown, read, end));
  }

  @Test
  void aLargeDirectoryThatOnlyPythonReadsIsDangerous() {
    byte[] files = joined(local("a.npy", PLAIN), local("a.npy", EVIL));
    byte[] shown = listed("a.npy", PLAIN, 0);
    byte[] read = listed("a.npy", EVIL, local("a.npy", PLAIN).length);
    ByteBuffer large = record(56).putInt(0, 0x06064b50).putLong(4, 44);
    large.putLong(24, 1).putLong(32, 1).putLong(40, read.length);
    large.putLong(48, files.length + shown.length);
    ByteBuffer locator = record(20).putInt(0, 0x07064b50).putInt(16, 1);
    locator.putLong(8, files.length + shown.length + read.length);
    byte[] end = end(1, shown.length, files.length);
    assertDangerous("model.npz", joined(files, shown, read, large.array(), locator.array(), end));
  }

  @Test
  void anEntryBeyondTheirNumberIsDangerous() {
    byte[] first = local("a.npy", PLAIN);
    byte[] files = joined(first, local("b.npy", EVIL));
    byte[] listed = joined(listed("a.npy", PLAIN, 0), listed("b.npy", EVIL, first.length));
    assertDangerous("model.npz", joined(files, listed, end(1, listed.length, files.length)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.keras", "model.skops", "model.npz", "model.bin", "model.pkl"})
  void anArchiveBehindOtherBytesIsOne(String name) {
    for (String before : List.of("x", "\u0093NUMPY\u0001\0\0\0", "\0".repeat(100_000))) {
      assertDangerous(name, joined(bytes(before), zip("config.json", LAYER)));
      assertDangerous(name, joined(bytes(before), zip("x", EVIL), bytes("and more")));
      assertDangerous(name, zip("y", joined(bytes(before), zip("x", EVIL))));
      assertThat(findings("model.bin", joined(bytes(before), zip("x", PLAIN)))).isEmpty();
    }
  }

  @Test
  void whatOnlyHasTheMarkOfAnEndIsNoArchive() {
    byte[] noise = new byte[100_000];
    new Random(4).nextBytes(noise);
    assertThat(findings("w.bin", joined(noise, bytes("PK\5\6"), PLAIN, PLAIN))).isEmpty();
    assertThat(findings("w.bin", joined(noise, end(1, 50, 0)))).isEmpty();
    assertThat(findings("w.bin", joined(noise, end(0, 0, 0)))).isEmpty();
  }

  @Test
  void aNameInAnArchiveIsCutAsPythonCutsIt() {
    assertDangerous("model.keras", zip("config.json\0x", LAYER));
  }

  @Test
  void anEntryOfTwoNamesIsDangerous() {
    byte[] local = local("x.bin", LAYER);
    byte[] listed = listed("x.bin", LAYER, 0);
    byte[] other = bytes("\u0075\u0070\u0010\0\1....config.json");
    ByteBuffer.wrap(listed).order(ByteOrder.LITTLE_ENDIAN).putShort(30, (short) other.length);
    byte[] end = end(1, listed.length + other.length, local.length);
    assertDangerous("model.keras", joined(local, listed, other, end));
  }

  private static byte[] header(String name, int size, char type) {
    byte[] head = new byte[512];
    put(head, 0, name);
    put(head, 100, "0000644\0" + "0000000\0".repeat(2));
    put(head, 124, "%011o\0%011o\0".formatted(size, 0));
    put(head, 156, "" + type);
    put(head, 257, "ustar\00000");
    return summed(head);
  }

  private static void put(byte[] head, int at, String text) {
    System.arraycopy(bytes(text), 0, head, at, text.length());
  }

  private static int sum(byte[] head, int mask) {
    put(head, 148, " ".repeat(8));
    int sum = 0;
    for (byte one : head) {
      sum += one & mask;
    }
    return sum;
  }

  private static byte[] summed(byte[] head) {
    put(head, 148, "%06o\0 ".formatted(sum(head, 0xff)));
    return head;
  }

  private static byte[] padded(byte[] content) {
    return joined(content, new byte[-content.length & 511]);
  }

  private static byte[] tar(byte[] head) {
    return joined(head, padded(EVIL), END_OF_TAR);
  }

  @Test
  void aTapeArchiveThatBeginsWithAHeaderWithoutANameIsOne() {
    byte[] comment = bytes("17 comment=hello\n");
    byte[] first = joined(header("", comment.length, 'g'), padded(comment));
    assertDangerous("model.bin", joined(first, tar(header("x", EVIL.length, '0'))));
  }

  @Test
  void aSumMayHaveASignOrAnotherBase() {
    byte[] signed = header("\u00e9", EVIL.length, '0');
    put(signed, 148, "%06o\0 ".formatted(sum(signed, -1)));
    assertDangerous("model.bin", tar(signed));
    byte[] wide = header("x", EVIL.length, '0');
    ByteBuffer.wrap(wide).putLong(148, Long.MIN_VALUE | sum(wide, 0xff));
    assertDangerous("model.bin", tar(wide));
    byte[] negative = header("\u0080".repeat(99), EVIL.length, '0');
    ByteBuffer.wrap(negative).putLong(148, sum(negative, -1));
    assertDangerous("model.bin", tar(negative));
    byte[] odd = header("x", EVIL.length, '0');
    put(odd, 148, " 0o%o\0".formatted(sum(odd, 0xff)));
    assertDangerous("model.bin", tar(odd));
  }

  @Test
  void aTapeArchiveMayLookLikeAnArray() {
    assertDangerous("model.npy", tar(header("\u0093NUMPY\u0001\u0003", EVIL.length, '0')));
  }

  @Test
  void aLengthThatOthersReadOtherwiseIsDangerous() {
    byte[] hidden = new byte[512];
    System.arraycopy(
        header(new String(EVIL, StandardCharsets.US_ASCII), 0, '0'), 0, hidden, 0, 512);
    byte[] rest = joined(header("x", 512, '0'), hidden, END_OF_TAR);
    byte[] nothing = header("a.txt", 512, '0');
    put(nothing, 124, "\0");
    assertDangerous("model.tar", joined(summed(nothing), rest));
    byte[] folder = header("a/", 512, '\0');
    byte[] path = bytes("14 path=x.txt\n");
    byte[] extended = joined(header("p", path.length, 'x'), padded(path));
    assertDangerous("model.tar", joined(extended, folder, rest));
    byte[] length = bytes("12 size=600\n");
    byte[] outer = joined(header("p", length.length, 'x'), padded(length));
    byte[] inner = joined(header("p", 10, 'x'), padded(bytes("10 size=5\n")));
    assertDangerous("model.tar", joined(outer, inner, header("x", 5, '0'), padded(PLAIN)));
  }

  @Test
  void emptyBlocksBeforeACompressedPickleHideNothing() {
    Adler32 sum = new Adler32();
    sum.update(EVIL);
    ByteBuffer length = record(4).putShort((short) EVIL.length).putShort((short) ~EVIL.length);
    byte[] check = ByteBuffer.allocate(4).putInt((int) sum.getValue()).array();
    byte[] blocks = bytes("\0\0\0\u00ff\u00ff".repeat(120) + "\u0001");
    byte[] zlib = joined(bytes("\u0078\u009c"), blocks, length.array(), EVIL, check);
    assertDangerous("model.bin", zlib);
    assertDangerous("model.bin", joined(bytes("\u0078\u009c\u0003\0\0\0\0\u0001"), zlib));
    Random random = new Random(6);
    for (int i = 0; i < 2_000; i++) {
      byte[] noise = new byte[1_000];
      random.nextBytes(noise);
      assertThat(findings("w.bin", joined(bytes("\u0078\u009c"), noise))).as("%d", i).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 512, 1_024, 2_048, 65_536, 1 << 20})
  void hdf5MayBeginBehindABlockOfItsUsers(int length) {
    byte[] hdf5 = joined(bytes("\u0089HDF\r\n\u001a\n"), LAYER);
    assertDangerous("model.bin", joined(new byte[length], hdf5));
    assertThat(findings("model.bin", joined(new byte[length + 1], hdf5))).isEmpty();
  }
}
