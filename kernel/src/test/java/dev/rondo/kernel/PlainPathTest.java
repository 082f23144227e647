package dev.rondo.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/b c/d.txt",
        "50%.png",
        "a%b/100%",
        "x/plot:1.png",
        "…/ü",
        ".hidden/a",
        "a..b/..c",
        "~/a"
      })
  void ordinaryNamesArePaths(String path) {
    assertThat(PlainPath.check(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/",
        "/etc/passwd",
        "..",
        "../x",
        "a/../b",
        "a/..",
        "./a",
        "a/./b",
        "a//b",
        "a/",
        "a\\b",
        "..\\x",
        "C:/x",
        "C:\\x",
        "c:x",
        "file:///etc",
        "file:x",
        "http://h/x",
        "s3://b/k",
        "a\u0000b",
        "a\nb",
        "a\u0085b",
        "%2e%2e/x",
        "%2E%2E%2Fx",
        "%252e%252e/x",
        "a%00b",
        "a/ /b",
        "a#b",
        "#/../../etc",
        "//host/share",
        "\\\\host\\share"
      })
  void everyFormThatCouldLeaveItsRootIsRefused(String path) {
    assertThatThrownBy(() -> PlainPath.check(path))
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith("Invalid path");
  }

  @Test
  void theMessageIsShortAndPrintable() {
    assertThatThrownBy(() -> PlainPath.check("\u001b[31m" + "x".repeat(9_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250).doesNotContain("\u001b"));
  }
}
