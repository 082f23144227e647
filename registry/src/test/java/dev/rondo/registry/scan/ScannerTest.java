package dev.rondo.registry.scan;

import static dev.rondo.registry.scan.Finding.Severity.BROKEN;
import static dev.rondo.registry.scan.Finding.Severity.CAUTION;
import static dev.rondo.registry.scan.Finding.Severity.DANGEROUS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The files beside this class were made by Python itself; see `make.py` there.
class ScannerTest {
  private static byte[] real(String name) {
    try (InputStream in = ScannerTest.class.getResourceAsStream(name)) {
      return java.util.Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelFile file(String path, byte[] content) {
    return new ModelFile(
        path, content.length, Digest.of(content), () -> new ByteArrayInputStream(content));
  }

  private static Scan scan(String path, byte[] content) {
    return Scanner.scan(List.of(file(path, content)));
  }

  private static Scan real(String path, String name) {
    return scan(path, real(name));
  }

  private static byte[] bytes(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part : parts) {
      switch (part) {
        case Integer one -> out.write(one);
        case Character one -> out.write(one);
        case String text -> out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        case byte[] all -> out.writeBytes(all);
        default -> throw new IllegalArgumentException(part.toString());
      }
    }
    return out.toByteArray();
  }

  private static byte[] text(String text) {
    return bytes(0x8c, text.length(), text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void aPickleThatRunsACommandIsFlaggedWithItsOpcodes(int protocol) {
    Scan scan = real("model.pkl", "runs-" + protocol + ".pkl");
    assertThat(scan.isDangerous()).isTrue();
    Finding finding = scan.findings().getFirst();
    assertThat(finding.severity()).isEqualTo(DANGEROUS);
    assertThat(finding.text())
        .isEqualTo((protocol < 4 ? "GLOBAL" : "STACK_GLOBAL") + " posix.system, with REDUCE");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void aModelOfScikitLearnIsAPickleLikeAnyOther(int protocol) {
    assertThat(real("model.pkl", "linear-" + protocol + ".pkl").findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.severity()).isEqualTo(CAUTION);
          assertThat(finding.text()).contains("only what models are made of");
        });
  }

  @Test
  void whatIsBuriedInAContainerIsFound() {
    assertThat(real("model.pkl", "nested.pkl").findings())
        .first()
        .satisfies(one -> assertThat(one.text()).startsWith("STACK_GLOBAL builtins.eval"));
    assertThat(real("objects.npy", "objects.npy").isDangerous()).isTrue();
    assertThat(real("numbers.npy", "numbers.npy").findings()).isEmpty();
    assertThat(real("objects.npz", "objects.npz").findings())
        .first()
        .satisfies(one -> {
          assertThat(one.file()).isEqualTo("objects.npz!b.npy");
          assertThat(one.severity()).isEqualTo(DANGEROUS);
        });
    assertThat(real("model.pt", "torch.pt").findings())
        .filteredOn(one -> one.severity() == DANGEROUS)
        .extracting(Finding::file)
        .containsExactly("model.pt!archive/data.pkl");
  }

  @Test
  void aPickleIsOneUnderAnyName() {
    assertThat(real("weights.bin", "runs-4.pkl").isDangerous()).isTrue();
    assertThat(real("readme", "runs-2.pkl").isDangerous()).isTrue();
    assertThat(real("model.joblib", "linear.joblib").findings())
        .singleElement()
        .satisfies(one -> assertThat(one.severity()).isEqualTo(CAUTION));
    assertThat(scan("notes.txt", bytes("Just text.")).findings()).isEmpty();
    assertThat(scan("model.pkl", bytes("Just text.")).findings())
        .singleElement()
        .satisfies(one -> assertThat(one.severity()).isEqualTo(CAUTION));
  }

  /// Each program pushes a harmless pair over the real one and takes it away again.
  @Test
  void aNameIsNotHiddenByWhatIsPushedAndTakenAway() {
    byte[] real = bytes(text("os"), text("system"));
    byte[] decoy = bytes(text("numpy"), text("array"));
    List<byte[]> programs =
        List.of(
            bytes(0x80, 4, real, ']', '(', decoy, 'e', '0', 0x93, '.'),
            bytes(0x80, 4, real, '(', decoy, '1', 0x93, '.'),
            bytes(0x80, 4, real, decoy, '0', '0', 0x93, '.'),
            bytes(0x80, 4, real, '}', decoy, 's', '0', 0x93, '.'),
            bytes(0x80, 4, real, decoy, 0x86, '0', 0x93, '.'),
            bytes(
                0x80,
                4,
                text("os"),
                0x94,
                '0',
                text("system"),
                0x94,
                '0',
                'h',
                0,
                'h',
                1,
                0x93,
                '.'),
            bytes(
                0x80, 4, text("os"), 'q', 0, 'q', 0, text("system"), 0x94, '0', 'h', 1, 0x93, '.'));
    for (byte[] program : programs) {
      assertThat(scan("m.pkl", bytes(program)).findings())
          .extracting(Finding::text)
          .as(Arrays.toString(program))
          .contains("STACK_GLOBAL os.system");
    }
    byte[] hidden = bytes(0x80, 4, 'N', text("system"), 0x93, '.');
    assertThat(scan("m.pkl", hidden).isDangerous()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subprocess.Popen", "builtins.exec", "builtins.getattr", "numpy.compat.os.system",
        "sklearn.utils.os.system", "torch.load", "collections.abc.sys.modules",
            "importlib.import_module",
        "numpy.__builtins__.eval", "pickle.loads", "socket.create_connection"
      })
  void whatDoesMoreThanRebuildAModelIsDangerous(String name) {
    assertThat(Imports.judge(name)).contains(DANGEROUS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sklearn.linear_model._base.LinearRegression",
        "numpy.core.multiarray._reconstruct",
        "numpy._core.multiarray.scalar",
        "collections.OrderedDict",
        "builtins.set",
        "copyreg._reconstructor",
        "_codecs.encode",
        "xgboost.core.Booster",
        "torch._utils._rebuild_tensor_v2",
        "functools.partial"
      })
  void whatRebuildsAModelIsNot(String name) {
    assertThat(Imports.judge(name)).isEmpty();
  }

  @Test
  void codeThatNobodyKnowsCallsForCaution() {
    assertThat(Imports.judge("my_company.models.Net")).contains(CAUTION);
  }

  @Test
  void mutilatedFilesNeitherEndTheScanNorPassForWhole() {
    Random random = new Random(7);
    for (String name : List.of("linear-4.pkl", "objects.npz", "torch.pt", "objects.npy")) {
      byte[] whole = real(name);
      for (int i = 0; i < 400; i++) {
        byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
        byte[] mixed = whole.clone();
        for (int k = 0; k < 4; k++) {
          mixed[random.nextInt(mixed.length)] = (byte) random.nextInt();
        }
        assertThat(scan(name, cut).files()).isEqualTo(1);
        assertThat(scan(name, mixed).files()).isEqualTo(1);
      }
    }
    byte[] linear = real("linear-4.pkl");
    assertThat(scan("m.pkl", Arrays.copyOf(linear, linear.length - 1)).findings())
        .anySatisfy(one -> assertThat(one.severity()).isEqualTo(BROKEN));
    assertThat(scan("m.pt", Arrays.copyOf(real("torch.pt"), 300)).findings())
        .anySatisfy(one -> assertThat(one.text()).startsWith("The archive is damaged"));
  }

  @Test
  void hugeLengthsTakeNoMemory() {
    byte[] bytes = bytes(0x80, 4, 'B', 0xff, 0xff, 0xff, 0x7f, "abc");
    assertThat(scan("m.pkl", bytes).findings())
        .anySatisfy(one -> assertThat(one.severity()).isEqualTo(BROKEN));
    byte[] negative = bytes(0x80, 4, 0x8e, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
    assertThat(scan("m.pkl", negative).findings()).hasSize(1);
    byte[] deep = new byte[6_000_000];
    Arrays.fill(deep, (byte) '(');
    deep[0] = (byte) 0x80;
    deep[1] = 4;
    assertThat(scan("m.pkl", deep).findings()).hasSize(1);
  }

  @Test
  void anEntryThatWouldLeaveItsFolderIsDangerous() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("../../etc/passwd"));
      zip.write(1);
    }
    assertThat(scan("model.zip", out.toByteArray()).isDangerous()).isTrue();
  }

  @Test
  void whatIsNotWhatWasStoredIsBroken() {
    byte[] content = bytes("abc");
    ModelFile changed =
        new ModelFile("a.txt", 3, Digest.of("abd"), () -> new ByteArrayInputStream(content));
    assertThat(Scanner.scan(List.of(changed)).findings())
        .singleElement()
        .satisfies(one -> assertThat(one.text()).startsWith("It is not what was stored"));
  }

  @Test
  void anMlmodelNamesFlavoursAndSignature() {
    String mlmodel =
        """
        flavors:
          python_function:
            loader_module: mlflow.sklearn
          sklearn:
            pickled_model: model.pkl
        signature:
          inputs: '[{"type": "double", "name": "x", "required": true}]'
          outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1]}}]'
          params: null
        """;
    Scan scan =
        Scanner.scan(
            List.of(file("model.pkl", real("linear-4.pkl")), file("MLmodel", bytes(mlmodel))));
    assertThat(scan.format()).isEqualTo("mlflow");
    assertThat(scan.flavors()).containsExactly("python_function", "sklearn");
    assertThat(scan.signature()).isEqualTo("(x: double) -> (tensor float64[-1])");
    assertThat(scan.files()).isEqualTo(2);
    assertThat(scan("MLmodel", bytes("flavors: [a, {")).format()).isEqualTo("mlflow");
  }

  /// A field of bytes in protobuf's form.
  private static byte[] field(int number, byte[] content) {
    return bytes(number << 3 | 2, content.length, content);
  }

  private static byte[] onnx(String domain, String location) {
    byte[] entry = bytes(field(1, bytes("location")), field(2, bytes(location)));
    byte[] node = bytes(field(1, bytes("x")), field(4, bytes("Relu")), field(7, bytes(domain)));
    byte[] graph =
        bytes(field(1, node), field(5, field(13, entry)), field(12, field(1, bytes("y"))));
    return bytes(0x08, 8, field(7, graph), field(8, bytes(0x10, 17)));
  }

  @Test
  void anOnnxModelIsCheckedByItsStructure() {
    byte[] whole = onnx("", "weights.bin");
    assertThat(scan("m.onnx", whole).findings()).isEmpty();
    assertThat(scan("m.onnx", whole).format()).isEqualTo("onnx");
    assertThat(scan("m.onnx", onnx("", "../../etc/passwd")).isDangerous()).isTrue();
    assertThat(scan("m.onnx", onnx("", "/etc/passwd")).isDangerous()).isTrue();
    assertThat(scan("m.onnx", onnx("my.ops", "w")).findings())
        .singleElement()
        .satisfies(one -> assertThat(one.text()).contains("'my.ops'"));
    List<Finding.Severity> severities = new ArrayList<>();
    for (int length = 0; length < whole.length; length++) {
      severities.add(scan("m.onnx", Arrays.copyOf(whole, length)).findings().getFirst().severity());
    }
    assertThat(severities).containsOnly(BROKEN);
  }
}
