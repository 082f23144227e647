package dev.rondo.registry.scan;

import static dev.rondo.registry.scan.Bytes.bytes;
import static dev.rondo.registry.scan.Bytes.joined;
import static dev.rondo.registry.scan.Finding.Severity.CAUTION;
import static dev.rondo.registry.scan.Finding.Severity.DANGEROUS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ways by which a pickle was brought past a scan.
class HiddenPicklesTest {
  private static final byte[] OLD = bytes("cos\nsystem\n(S'id'\ntR.");
  private static final byte[] UNANNOUNCED =
      bytes("\u008c\u0002os\u008c\u0006system\u0093\u008c\u0002id\u0085R.");
  private static final String FOUND = "GLOBAL os.system, with REDUCE";

  private static ModelFile file(String path, byte[] content) {
    return new ModelFile(
        path, content.length, Digest.of(content), () -> new ByteArrayInputStream(content));
  }

  private static Scan scan(String path, byte[] content) {
    return Scanner.scan(List.of(file(path, content)));
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] zlib(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream packed = new DeflaterOutputStream(out)) {
      packed.write(content);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"model.bin", "model.onnx", "data", "MLmodel.txt", "weights.npy", "a.json"})
  void aPickleIsKnownByWhatItDoesUnderAnyName(String name) {
    assertThat(scan(name, OLD).findings()).extracting(Finding::text).contains(FOUND);
    assertThat(scan(name, UNANNOUNCED).isDangerous()).isTrue();
    byte[] withoutEnd = bytes("cos\nsystem\n(S'id'\ntR and then whatever");
    assertThat(scan(name, withoutEnd).isDangerous()).isTrue();
  }

  @Test
  void aPickleInACompressedFileIsLookedInto() throws IOException {
    assertThat(scan("model.pkl.gz", gzip(OLD)).isDangerous()).isTrue();
    assertThat(scan("model.bin", gzip(gzip(OLD))).isDangerous()).isTrue();
    assertThat(scan("model.joblib", zlib(OLD)).isDangerous()).isTrue();
    assertThat(scan("data.csv.gz", gzip(bytes("city,fare\nBonn,3\n"))).findings()).isEmpty();
    assertThat(scan("note.txt", bytes("x^2 + y^2")).findings()).isEmpty();
  }

  @Test
  void whatCannotBeUnpackedIsDangerous() {
    List<String> starts =
        List.of(
            "\u001f\u008b\b\0",
            "BZh91AY",
            "\u00fd7zXZ\0",
            "(\u00b5/\u00fd",
            "\u0004\"M\u0018",
            "7z\u00bc\u00af'\u001c",
            "]\0\0\u0080\0" + "\u00ff".repeat(8) + "\0");
    for (String start : starts) {
      assertThat(scan("model.bin", bytes(start + "....")).findings())
          .as(start)
          .singleElement()
          .satisfies(one -> {
            assertThat(one.severity()).isEqualTo(DANGEROUS);
            assertThat(one.text()).contains("may hide anything");
          });
    }
  }

  @Test
  void aCompressedFileThatIsNotLookedThroughToItsEndIsDangerous() throws IOException {
    byte[] content = OLD;
    for (int depth = 0; depth < 6; depth++) {
      content = gzip(content);
    }
    assertThat(scan("model.bin", content).isDangerous()).isTrue();
  }

  @Test
  void whatIsPastACapIsDangerous() {
    StringBuilder imports = new StringBuilder();
    for (int i = 0; i < 1_001; i++) {
      imports.append("csklearn.a").append(i).append("\nB\n0");
    }
    Scan many = scan("model.pkl", joined(bytes(imports.toString()), OLD));
    assertThat(many.findings())
        .first()
        .satisfies(one -> {
          assertThat(one.severity()).isEqualTo(DANGEROUS);
          assertThat(one.text()).contains("more than can be looked at");
        });
    byte[] deep = bytes("(".repeat(6_000_000));
    assertThat(scan("model.pkl", deep).isDangerous()).isTrue();
  }

  @Test
  void aLongLineHidesNothing() {
    byte[] line = bytes("S'" + "a".repeat(2 << 20) + "'\n0");
    assertThat(scan("model.pkl", joined(line, OLD)).findings())
        .extracting(Finding::text)
        .contains(FOUND);
    byte[] longName = bytes("csklearn." + "a".repeat(300) + "\nB\n.");
    assertThat(scan("model.pkl", longName).isDangerous()).isTrue();
  }

  @Test
  void aSecondPickleIsReadWhateverItBeginsWith() {
    byte[] harmless = bytes("\u0080\u0002K\u0001.");
    assertThat(scan("model.pt", joined(harmless, OLD)).isDangerous()).isTrue();
    assertThat(scan("model.pt", joined(harmless, harmless, UNANNOUNCED)).isDangerous()).isTrue();
    assertThat(scan("model.bin", joined(bytes("K\u0001."), OLD)).isDangerous()).isTrue();
  }

  @Test
  void anArrayOfRecordsMayHoldObjectsToo() {
    String header = "{'descr': [('a', '|O')], 'fortran_order': False, 'shape': (1,), }\n";
    byte[] array =
        joined(bytes("\u0093NUMPY\u0001\u0000" + (char) header.length() + "\u0000" + header), OLD);
    assertThat(scan("rows.npy", array).isDangerous()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlflow.tracking.fluent.log_artifact",
        "torch.utils.data.worker",
        "tensorflow.io.read_file",
        "keras.utils.get_file",
        "joblib.parallel.Parallel",
        "sklearn.utils.pickle.Unpickler",
        "sklearn.datasets.fetch_openml",
        "pandas.io.sql.read_sql",
        "numpy.lib.npyio.DataSource"
      })
  void whatIsNoPartOfAModelIsNamed(String name) {
    assertThat(Imports.judge(name)).contains(CAUTION);
    byte[] pickle = bytes("c%s\n(tR.".formatted(name.replaceFirst("\\.(?=[^.]*$)", "\n")));
    assertThat(scan("model.pkl", pickle).findings())
        .singleElement()
        .satisfies(one -> assertThat(one.text()).contains(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlflow.utils.process._exec_cmd",
        "torch.utils.collect_env.run",
        "numpy.f2py.compile",
        "torch.hub.load_state_dict_from_url",
        "pandas.core.computation.eval.eval"
      })
  void whatRunsCommandsInALibraryOfModelsIsDangerous(String name) {
    assertThat(Imports.judge(name)).contains(DANGEROUS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "numpy.random._pickle.__randomstate_ctor",
        "pandas._libs.arrays.__pyx_unpickle_NDArrayBacked",
        "pandas.core.indexes.base._new_Index",
        "sklearn.tree._tree.Tree",
        "sklearn._loss._loss.CyHalfSquaredError",
        "scipy.sparse._csr.csr_matrix",
        "torch.FloatStorage",
        "torch.float32",
        "torch.nn.modules.linear.Linear",
        "lightgbm.sklearn.LGBMClassifier",
        "joblib.numpy_pickle.NumpyArrayWrapper",
        "collections.defaultdict"
      })
  void whatRebuildsAModelIsNotNamed(String name) {
    assertThat(Imports.judge(name)).isEmpty();
  }

  @Test
  void codeThatAModelBringsCallsForCaution() {
    String mlmodel =
        """
        flavors:
          python_function:
            loader_module: my_company.loading
            code: code
            model_code_path: model.py
          sklearn:
            code: null
        """;
    assertThat(scan("MLmodel", bytes(mlmodel)).findings())
        .allSatisfy(one -> assertThat(one.severity()).isEqualTo(CAUTION))
        .extracting(Finding::text)
        .hasSize(3)
        .anyMatch(text -> text.contains("'my_company.loading'"))
        .anyMatch(text -> text.contains("'code'"))
        .anyMatch(text -> text.contains("'model.py'"));
    assertThat(
            scan("MLmodel", bytes("flavors: {python_function: {loader_module: mlflow.sklearn}}"))
                .findings())
        .isEmpty();
    assertThat(scan("MLmodel", bytes("flavors: [a, {")).findings())
        .singleElement()
        .satisfies(one -> assertThat(one.text()).contains("MLmodel"));
  }

  @Test
  void aModelsOwnNameForItsPickleCountsAsOne() {
    String mlmodel = "flavors: {sklearn: {pickled_model: estimator}}";
    assertThat(
            Scanner.scan(
                    List.of(
                        file("estimator", bytes("Just text.")), file("MLmodel", bytes(mlmodel))))
                .findings())
        .singleElement()
        .satisfies(one -> assertThat(one.text()).contains("cannot be read as a pickle"));
  }

  @Test
  void whatOnlyLooksLikeOpcodesIsNoPickle() {
    List<String> texts =
        List.of(
            "count,mean\n1,2\n",
            "color\nred\nblue\n",
            "city\n1\n2\n",
            "cafe0000".repeat(60) + "\nbeef\n",
            "Index of all\n",
            "Some words.\nAnd more.",
            "{\"a\": 1}",
            "name: x\n",
            "import os\nos.system('id')\n",
            "N.",
            "");
    texts.forEach(text -> assertThat(scan("a.txt", bytes(text)).findings()).as(text).isEmpty());
    Random random = new Random(3);
    for (int i = 0; i < 3_000; i++) {
      byte[] noise = new byte[200];
      random.nextBytes(noise);
      assertThat(scan("weights.bin", noise).isDangerous()).as("noise %d", i).isFalse();
    }
  }
}
