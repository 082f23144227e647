package dev.rondo.app.check;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.custom.CustomCode;
import dev.rondo.quality.custom.CustomExpectation;
import dev.rondo.quality.custom.CustomTest;
import java.io.File;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// The users' Java on a class path: services by the names that they give themselves, and any other
/// class by its own. Only the command loads it, whose process is the user's.
final class ClassPathCode implements CustomCode {
  private final ClassLoader loader;
  private final CustomCode services;

  private ClassPathCode(ClassLoader loader) {
    this.loader = loader;
    this.services = CustomCode.of(services(CustomExpectation.class), services(CustomTest.class));
  }

  /// @param path jars and folders, with the system's separator between them
  static CustomCode of(String path) {
    List<URL> places = new ArrayList<>();
    for (String place : path.split(File.pathSeparator)) {
      places.add(url(Path.of(place)));
    }
    return new ClassPathCode(
        new URLClassLoader(places.toArray(URL[]::new), ClassPathCode.class.getClassLoader()));
  }

  private static URL url(Path place) {
    if (!Files.exists(place)) {
      throw Problem.notFound("There is no '%s', which --classpath names.", place);
    }
    try {
      return place.toUri().toURL();
    } catch (MalformedURLException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST, "'" + place + "' cannot stand on a class path.", e);
    }
  }

  private <T> List<T> services(Class<T> type) {
    try {
      return ServiceLoader.load(type, loader).stream().map(ServiceLoader.Provider::get).toList();
    } catch (ServiceConfigurationError e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST, "A service on --classpath cannot be made: " + e, e);
    }
  }

  @Override
  public Optional<CustomExpectation> expectation(String name) {
    return services.expectation(name).or(() -> made(name, CustomExpectation.class));
  }

  @Override
  public Optional<CustomTest> test(String name) {
    return services.test(name).or(() -> made(name, CustomTest.class));
  }

  private <T> Optional<T> made(String name, Class<T> type) {
    try {
      Class<?> found = Class.forName(name, true, loader);
      if (!type.isAssignableFrom(found)) {
        return Optional.empty();
      }
      Constructor<? extends T> constructor = found.asSubclass(type).getConstructor();
      return Optional.of(constructor.newInstance());
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA, "The class '%s' cannot be made: %s".formatted(name, e), e);
    }
  }
}
