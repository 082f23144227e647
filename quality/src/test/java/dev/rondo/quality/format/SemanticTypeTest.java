package dev.rondo.quality.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SemanticTypeTest {
  private static final Map<SemanticType, List<String>> GOOD =
      Map.of(
          SemanticType.EMAIL,
          List.of("a@b.co", "first.last+tag@sub.example.org", "o'neil@example.ie", "ü@münchen.de"),
          SemanticType.URL,
          List.of(
              "http://a.bc",
              "https://example.org:8080/p?q=1#f",
              "HTTP://1.2.3.4/",
              "http://[::1]:80/",
              "http://localhost/x",
              "https://u:p@h.io/"),
          SemanticType.IPV4,
          List.of("0.0.0.0", "255.255.255.255", "192.168.1.10"),
          SemanticType.IPV6,
          List.of(
              "::",
              "::1",
              "1::",
              "fe80::1%eth0",
              "2001:db8::8:800:200c:417a",
              "1:2:3:4:5:6:7:8",
              "::ffff:1.2.3.4",
              "1:2:3:4:5:6:1.2.3.4",
              "1:2:3:4:5:6:7::"),
          SemanticType.UUID,
          List.of("123e4567-e89b-12d3-a456-426614174000", "00000000-0000-0000-0000-000000000000"),
          SemanticType.ISBN_10,
          List.of("0306406152", "0-306-40615-2", "080442957X", "0 8044 2957 x"),
          SemanticType.ISBN_13,
          List.of("9780306406157", "978-0-306-40615-7"),
          SemanticType.CREDIT_CARD,
          List.of(
              "4111111111111111", "4111 1111 1111 1111", "3782-822463-10005", "6304000000000000"));

  private static final Map<SemanticType, List<String>> BAD =
      Map.of(
          SemanticType.EMAIL,
          List.of(
              "",
              "a",
              "@b.co",
              "a@",
              "a@b",
              "a@b..co",
              "a..b@c.de",
              ".a@b.co",
              "a b@c.de",
              "a@-b.co",
              "a@b.co ",
              "a@b.12",
              "x".repeat(65) + "@b.co"),
          SemanticType.URL,
          List.of(
              "",
              "a.bc",
              "//a.bc",
              "mailto:a@b.co",
              "http://",
              "http:///p",
              "http://a b.c",
              "http://a.bc:99999",
              "javascript:alert(1)",
              "http://1.2.3",
              "http://-a.bc"),
          SemanticType.IPV4,
          List.of(
              "",
              "1.2.3",
              "1.2.3.4.5",
              "256.1.1.1",
              "01.2.3.4",
              "1.2.3.a",
              "1.2.3.4 ",
              "1..2.3",
              "١.2.3.4"),
          SemanticType.IPV6,
          List.of(
              "",
              ":",
              ":::",
              "1::2::3",
              "1:2:3:4:5:6:7",
              "1:2:3:4:5:6:7:8:9",
              "g::1",
              "12345::",
              "1.2.3.4::",
              "1:2:3:4:5:6:7:8::",
              "::1%",
              "1:",
              ":1"),
          SemanticType.UUID,
          List.of(
              "",
              "123e4567e89b12d3a456426614174000",
              "{123e4567-e89b-12d3-a456-426614174000}",
              "123e4567-e89b-12d3-a456-42661417400g"),
          SemanticType.ISBN_10,
          List.of("", "0306406153", "X306406152", "030640615", "0--306406152", "0306406152-"),
          SemanticType.ISBN_13,
          List.of("", "9780306406158", "9770306406157", "978030640615X"),
          SemanticType.CREDIT_CARD,
          List.of(
              "",
              "4111111111111112",
              "41111111111",
              "0".repeat(20),
              "4111  1111 1111 1111",
              "4111a1111111 1111"));

  @Test
  void goodOnesAreTaken() {
    GOOD.forEach((type, texts) ->
        texts.forEach(text -> assertThat(type.test(text)).as(type + " " + text).isTrue()));
  }

  @Test
  void badOnesAreNot() {
    BAD.forEach((type, texts) ->
        texts.forEach(text -> assertThat(type.test(text)).as(type + " " + text).isFalse()));
  }

  @Test
  void namesAreInLowerCase() {
    assertThat(SemanticType.find("credit-card")).contains(SemanticType.CREDIT_CARD);
    assertThat(SemanticType.find("zip")).isEmpty();
  }
}
