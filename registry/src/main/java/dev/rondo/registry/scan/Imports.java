package dev.rondo.registry.scan;

import java.util.Optional;
import java.util.Set;

/// Which imports of a pickle are what models are made of, and which do more. What is on neither
/// list is somebody's code: it runs, and nobody knows what it does.
final class Imports {
  private static final Set<String> DANGEROUS_MODULES =
      Set.of(
          "os",
          "nt",
          "posix",
          "subprocess",
          "sys",
          "socket",
          "shutil",
          "pty",
          "commands",
          "webbrowser",
          "runpy",
          "code",
          "codeop",
          "pdb",
          "bdb",
          "timeit",
          "importlib",
          "imp",
          "ctypes",
          "_ctypes",
          "multiprocessing",
          "asyncio",
          "signal",
          "pip",
          "requests",
          "urllib",
          "http",
          "httplib",
          "ftplib",
          "smtplib",
          "telnetlib",
          "tempfile",
          "pathlib",
          "glob",
          "marshal",
          "types",
          "inspect",
          "threading",
          "_thread",
          "platform",
          "cProfile",
          "profile",
          "trace",
          "doctest",
          "venv",
          "ensurepip",
          "zipimport",
          "pickle",
          "_pickle",
          "dill",
          "operator",
          "_operator",
          "functools",
          "io",
          "_io",
          "fileinput",
          "linecache",
          "gc",
          "builtins",
          "__builtin__");

  /// What is harmless of modules that otherwise are not.
  private static final Set<String> HARMLESS =
      Set.of(
          "builtins.set",
          "builtins.frozenset",
          "builtins.dict",
          "builtins.list",
          "builtins.tuple",
          "builtins.int",
          "builtins.float",
          "builtins.bool",
          "builtins.str",
          "builtins.bytes",
          "builtins.bytearray",
          "builtins.complex",
          "builtins.slice",
          "builtins.range",
          "builtins.object",
          "builtins.type",
          "__builtin__.set",
          "__builtin__.frozenset",
          "__builtin__.dict",
          "__builtin__.list",
          "__builtin__.tuple",
          "__builtin__.int",
          "__builtin__.long",
          "__builtin__.float",
          "__builtin__.bool",
          "__builtin__.str",
          "__builtin__.unicode",
          "__builtin__.bytearray",
          "__builtin__.complex",
          "__builtin__.slice",
          "__builtin__.xrange",
          "__builtin__.object",
          "functools.partial",
          "operator.itemgetter",
          "operator.attrgetter",
          "pathlib.PosixPath",
          "pathlib.PurePath",
          "pathlib.PurePosixPath",
          "pathlib.WindowsPath",
          "types.SimpleNamespace");

  /// What rebuilds models and their parts.
  private static final Set<String> MODEL_PACKAGES =
      Set.of(
          "numpy",
          "sklearn",
          "scipy",
          "pandas",
          "xgboost",
          "lightgbm",
          "catboost",
          "torch",
          "torchvision",
          "collections",
          "copyreg",
          "copy_reg",
          "_codecs",
          "datetime",
          "decimal",
          "fractions",
          "array",
          "uuid",
          "re",
          "__future__",
          "joblib",
          "statsmodels",
          "keras",
          "tensorflow",
          "imblearn",
          "category_encoders",
          "mlflow",
          "random",
          "math",
          "enum",
          "dataclasses",
          "builtins",
          "__builtin__",
          "functools",
          "operator",
          "pathlib",
          "types");

  /// What of those packages does more than rebuild.
  private static final Set<String> TRAPS =
      Set.of(
          "numpy.load",
          "numpy.fromfile",
          "numpy.memmap",
          "numpy.save",
          "numpy.savetxt",
          "numpy.testing._private.utils.runstring",
          "torch.load",
          "torch.hub.load",
          "torch.package",
          "torch.jit.load",
          "pandas.read_pickle",
          "pandas.io.pickle.read_pickle",
          "pandas.eval",
          "joblib.load",
          "numpy.f2py.crackfortran.getlincoef",
          "torch._dynamo.guards.GuardBuilder.get",
          "sklearn.utils._testing.assert_run_python_script",
          "re._compile",
          "random._os",
          "collections._sys",
          "datetime.sys",
          "enum.sys",
          "numpy.distutils",
          "scipy.weave");

  private static final Set<String> SHORT_WAYS =
      Set.of(
          "os",
          "sys",
          "subprocess",
          "posix",
          "nt",
          "shutil",
          "socket",
          "importlib",
          "builtins",
          "ctypes",
          "runpy",
          "pty");

  private Imports() {}

  /// How much an import matters; empty for one that every model needs. What hides its name is up to
  /// no good.
  ///
  /// @param name module and attribute, such as `os.system`
  static Optional<Finding.Severity> judge(String name) {
    if (name.contains(PickleReader.OTHER)) {
      return Optional.of(Finding.Severity.DANGEROUS);
    }
    if (HARMLESS.contains(name)) {
      return Optional.empty();
    }
    String root = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    boolean isTrap =
        TRAPS.stream().anyMatch(trap -> name.equals(trap) || name.startsWith(trap + "."));
    if (DANGEROUS_MODULES.contains(root) || isTrap || reachesThrough(name)) {
      return Optional.of(Finding.Severity.DANGEROUS);
    }
    return MODEL_PACKAGES.contains(root) ? Optional.empty() : Optional.of(Finding.Severity.CAUTION);
  }

  /// A path such as `numpy.compat.os.system` comes to a dangerous module by way of another; one
  /// with `__` climbs to the interpreter's insides.
  private static boolean reachesThrough(String name) {
    String[] parts = name.split("\\.");
    for (int i = 1; i < parts.length; i++) {
      boolean isModule = i < parts.length - 1 && SHORT_WAYS.contains(parts[i]);
      boolean isInside = parts[i].startsWith("__") && !parts[i].equals("__new__");
      if (isModule || isInside || parts[i].equals("eval") || parts[i].equals("exec")) {
        return true;
      }
    }
    return false;
  }
}
