package dev.rondo.registry.scan;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which imports of a pickle are what models are made of, and which do more. What is on neither
/// list is somebody's code, or a part of a library that no model needs: it runs, and nobody knows
/// what it does.
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
          "numpy.random._pickle.__randomstate_ctor",
          "numpy.random._pickle.__bit_generator_ctor",
          "numpy.random._pickle.__generator_ctor",
          "functools.partial",
          "operator.itemgetter",
          "operator.attrgetter",
          "pathlib.PosixPath",
          "pathlib.PurePath",
          "pathlib.PurePosixPath",
          "pathlib.WindowsPath",
          "types.SimpleNamespace");

  /// What rebuilds models and their parts: whole names. Classes begin with a capital, by which they
  /// are told from functions, which may do anything.
  private static final Pattern MODEL_PARTS =
      Pattern.compile(
          String.join(
              "|",
              "numpy\\.(dtype|ndarray|matrix|recarray|bool_?|str_|void|object_|datetime64)",
              "numpy\\.u?(int|float|complex|intc|intp|longlong)[0-9]*_?",
              "numpy\\._?core\\.(multiarray\\.(_reconstruct|scalar)|numeric\\._frombuffer)",
              "numpy\\.ma\\.core\\.(_mareconstruct|MaskedArray)",
              "numpy\\.random\\._(mt19937|pcg64|philox|sfc64)\\.[A-Z]\\w+",
              "pandas\\.core\\.(series|frame|generic|indexes|internals|arrays|dtypes)(\\.\\w+)*"
                  + "\\.([A-Z]\\w*|_?new_\\w+|_new_Index|_unpickle_block)",
              "pandas\\._libs(\\.\\w+)*\\.(_unpickle_block|[A-Z]\\w*|__pyx_unpickle_\\w+)",
              "scipy\\.sparse(\\.\\w+)*\\.[a-z]{3}_(matrix|array)",
              "scipy\\.(spatial|interpolate)(\\.\\w+)*\\.[A-Z]\\w*",
              "sklearn(\\.(?!datasets|utils\\._testing)\\w+)+\\.([A-Z]\\w*|__pyx_unpickle_\\w+|newObj)",
              "(xgboost\\.(core|sklearn|compat)|lightgbm\\.(basic|sklearn|compat)|catboost\\.core)"
                  + "\\.[A-Z]\\w*",
              "(imblearn|category_encoders|statsmodels)(\\.\\w+)+\\.[A-Z]\\w*",
              "torch\\._utils\\._rebuild_\\w+",
              "torch\\.(nn\\.(modules|parameter)(\\.\\w+)*\\.[A-Z]\\w*|[A-Z]\\w*Storage|Size|device|Tensor)",
              "torch\\.(storage\\.\\w+Storage|b?float[0-9]*|u?int[0-9]+|complex[0-9]+|bool)",
              "joblib\\.numpy_pickle\\.N\\w+Wrapper",
              "collections\\.(OrderedDict|defaultdict|deque|Counter)",
              "(copyreg|copy_reg)\\.(_reconstructor|__newobj__)",
              "_codecs\\.encode",
              "datetime\\.(datetime|date|time|timedelta|timezone)",
              "decimal\\.Decimal|fractions\\.Fraction|uuid\\.UUID|re\\._compile",
              "array\\.(array|_array_reconstructor)"));

  /// What of libraries that models are made with runs commands, or reads and fetches what it likes.
  private static final Set<String> TRAPS =
      Set.of(
          "mlflow.utils.process",
          "numpy.load",
          "numpy.fromfile",
          "numpy.memmap",
          "numpy.save",
          "numpy.savetxt",
          "numpy.testing",
          "numpy.distutils",
          "numpy.f2py",
          "torch.load",
          "torch.hub",
          "torch.package",
          "torch.jit.load",
          "torch.utils.collect_env",
          "torch.utils.cpp_extension",
          "torch._dynamo",
          "torch._inductor",
          "pandas.read_pickle",
          "pandas.io.pickle",
          "pandas.eval",
          "joblib.load",
          "sklearn.utils._testing",
          "random._os",
          "collections._sys",
          "datetime.sys",
          "enum.sys",
          "scipy.weave");

  /// Names with `__` that only make an object.
  private static final Pattern MAKERS = Pattern.compile("__new(obj)?__|__pyx_unpickle_\\w+");

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
    boolean isPart =
        MODEL_PARTS.matcher(name).matches()
            && Arrays.stream(name.split("\\.")).noneMatch(DANGEROUS_MODULES::contains);
    return isPart ? Optional.empty() : Optional.of(Finding.Severity.CAUTION);
  }

  /// A path such as `numpy.compat.os.system` comes to a dangerous module by way of another; one
  /// with `__` climbs to the interpreter's insides.
  private static boolean reachesThrough(String name) {
    String[] parts = name.split("\\.");
    for (int i = 1; i < parts.length; i++) {
      boolean isModule = i < parts.length - 1 && SHORT_WAYS.contains(parts[i]);
      boolean isInside = parts[i].startsWith("__") && !MAKERS.matcher(parts[i]).matches();
      if (isModule || isInside || parts[i].equals("eval") || parts[i].equals("exec")) {
        return true;
      }
    }
    return false;
  }
}
