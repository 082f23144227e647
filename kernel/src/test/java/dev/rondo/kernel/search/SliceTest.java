package dev.rondo.kernel.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SliceTest {
  @Test
  void hasMoreOnlyWhenMoreThanItsLimitWasFound() {
    assertThat(Slice.of(List.of(), 2)).isEqualTo(new Slice<>(List.of(), false));
    assertThat(Slice.of(List.of("a", "b"), 2)).isEqualTo(new Slice<>(List.of("a", "b"), false));
    assertThat(Slice.of(List.of("a", "b", "c"), 2)).isEqualTo(new Slice<>(List.of("a", "b"), true));
    assertThat(Slice.of(List.of("a", "b", "c"), 2).map(String::length))
        .isEqualTo(new Slice<>(List.of(1, 1), true));
  }
}
