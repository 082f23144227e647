"""Makes the files that ScannerTest looks at: python3 make.py (needs scikit-learn, numpy, joblib)."""
import io, os, pickle, zipfile, builtins
import joblib
import numpy
from sklearn.linear_model import LinearRegression

class Runs:
    def __reduce__(self):
        return os.system, ("echo boo",)

class Evaluates:
    def __reduce__(self):
        return builtins.eval, ("1",)

model = LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0])
for protocol in range(6):
    pickle.dump(Runs(), open(f"runs-{protocol}.pkl", "wb"), protocol)
    pickle.dump(model, open(f"linear-{protocol}.pkl", "wb"), protocol)
pickle.dump({"a": [Evaluates()], "b": {1, 2}}, open("nested.pkl", "wb"))
joblib.dump(model, "linear.joblib")
numpy.save("numbers.npy", numpy.arange(4.0))
numpy.save("objects.npy", numpy.array([Runs()], dtype=object), allow_pickle=True)
numpy.savez("objects.npz", a=numpy.arange(3), b=numpy.array([Evaluates()], dtype=object))
with zipfile.ZipFile("torch.pt", "w", zipfile.ZIP_STORED) as z:
    z.writestr("archive/data.pkl", pickle.dumps(Runs(), 2))
    z.writestr("archive/data/0", b"\x80\x02not a pickle")
    z.writestr("archive/version", "3\n")
