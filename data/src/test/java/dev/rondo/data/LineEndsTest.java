package dev.rondo.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.testing.ForAll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineEndsTest {
  @TempDir Path folder;

  @Test
  void linesThatEndInTwoWaysEndInOneWhereverABlockIsRead() {
    ForAll.forAll(
        40,
        random -> text(random, "\n", "\r\n", "\r"),
        text -> {
          LineEnds.Even even = even(text);
          assertThat(even.isCopy()).isTrue();
          assertThat(read(even.file())).isEqualTo(text.replace("\r\n", "\n"));
          even.discard();
          assertThat(even.file()).doesNotExist();
        });
  }

  @Test
  void aFileOfOneKindOfLinesIsReadAsItIs() {
    for (String end : new String[] {"\n", "\r\n", "\r"}) {
      LineEnds.Even even = even(text(new Random(7), end));
      assertThat(even.isCopy()).isFalse();
      even.discard();
      assertThat(even.file()).exists();
    }
    assertThat(even("").isCopy()).isFalse();
  }

  /// Longer than a block, with both kinds.
  private static String text(Random random, String... ends) {
    StringBuilder text = new StringBuilder();
    int length = 1 << 16 << random.nextInt(2);
    while (text.length() < length + random.nextInt(100)) {
      text.append("a".repeat(random.nextInt(4))).append(ends[random.nextInt(ends.length)]);
    }
    return text.toString();
  }

  private LineEnds.Even even(String text) {
    try {
      return LineEnds.even(Files.writeString(folder.resolve("lines.csv"), text), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
