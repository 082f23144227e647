package dev.rondo.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
  @ParameterizedTest
  @CsvSource({
    "-1,0 ms",
    "0,0 ms",
    "850,850 ms",
    "4200,4.2 s",
    "200000,3 min 20 s",
    "7500000,2 h 5 min",
    "273600000,3 d 4 h"
  })
  void durationsAreToldInTheirLargestUnits(long millis, String text) {
    assertThat(Format.duration(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void spansBetweenTheEndsOfTimeAreToldToo() {
    Instant first = Instant.ofEpochMilli(Long.MIN_VALUE);
    Instant last = Instant.ofEpochMilli(Long.MAX_VALUE);
    assertThat(Format.span(first, Optional.of(last), last)).endsWith(" h").contains(" d ");
    assertThat(Format.span(last, Optional.of(first), last)).isEqualTo("0 ms");
    assertThat(Format.moment(first) + Format.day(last)).isNotBlank();
  }

  @Test
  void yearsBeforeTheFirstSaySo() {
    Instant ides = Instant.parse("-0043-03-15T12:00:00Z");
    assertThat(Format.day(ides)).isEqualTo("15 Mar -0043");
    assertThat(Format.moment(ides)).isEqualTo("15 Mar -0043, 12:00:00");
    assertThat(Words.of(Language.ZH).day(ides)).isEqualTo("-0043-03-15");
    assertThat(Words.of(Language.ZH).moment(ides)).isEqualTo("-0043-03-15 12:00:00 UTC");
    assertThat(Format.day(Instant.parse("0043-03-15T12:00:00Z"))).isEqualTo("15 Mar 0043");
  }

  @Test
  void longNamesShowTheirBeginningAndTheirEnd() {
    assertThat(Format.name("short")).isEqualTo("short");
    assertThat(Format.tooltip("short")).isNull();
    String name = "a".repeat(100) + "z";
    assertThat(Format.name(name)).hasSize(80).startsWith("aaa").contains("…").endsWith("z");
    assertThat(Format.tooltip(name)).isEqualTo(name);
  }
}
