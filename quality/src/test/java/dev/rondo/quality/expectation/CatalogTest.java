package dev.rondo.quality.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CatalogTest {

  @Test
  void everyExampleIsRight() {
    assertThat(Catalog.all())
        .allSatisfy(type -> assertThat(type.mistakes(type.example())).as(type.name()).isEmpty());
  }

  @Test
  void everyTypeHasASummaryAndDescribedParameters() {
    assertThat(Catalog.all())
        .allSatisfy(type -> {
          assertThat(type.summary()).endsWith(".");
          assertThat(type.parameters()).extracting(Parameter::about).doesNotContain("");
          assertThat(type.parameters()).extracting(Parameter::name).doesNotHaveDuplicates();
        });
  }
}
