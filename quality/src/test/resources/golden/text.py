"""str() of values as pandas holds them: {"k": kind, "v": value, "s": text, "n": its length}."""
import datetime
import struct
import warnings
from decimal import Decimal

import numpy
import pandas

import golden

warnings.simplefilter("ignore")
rng = golden.seeded(17)
cases = []


def add(kind, value, text):
    cases.append({"k": kind, "v": value, "s": text, "n": len(text)})


REALS = [0.0, -0.0, 1.0, -1.0, 0.1, 1e15, 1e16, 123456789012345678.0, 9999999999999998.0, 1e-4, 1e-5, 0.00012345, 5e-324, 4.9e-324, 2e23, 1e23, 2e-44,
         1.7976931348623157e308, 2.2250738585072014e-308, 1e22, 1e21, 1 / 3, 2 / 3, 100.0, 1234567.0, 0.1 + 0.2, 9007199254740993.0, 2.0**70, 1e100,
         8.41e21, 2.0e-3, 9.5e-5, 1.5e16, 12e15, float("nan"), float("inf"), float("-inf"), 4.35, 1e-7, 8e-320]
reals = REALS + [struct.unpack("d", rng.randbytes(8))[0] for _ in range(1500)]
reals += [round(rng.uniform(-1e6, 1e6), rng.randint(0, 6)) for _ in range(800)]
reals += [float("%de%d" % (rng.randint(1, 99), rng.randint(-20, 25))) for _ in range(800)]
for real in reals:
    add("real", struct.pack(">d", real).hex(), str(real))
singles = [numpy.float32(struct.unpack("f", rng.randbytes(4))[0]) for _ in range(800)]
singles += [numpy.float32(x) for x in [0.1, 1e16, 1e-5, 16777216.0, 1.5, 3.4e38, 1e-45, 2e10, 1e15, 0.0001, 12345678.0]]
for single in singles:
    add("single", struct.pack(">f", single).hex(), str(single))
for whole in [0, 1, -1, 10**18, -2**63, 2**63 - 1] + [rng.randint(-10**12, 10**12) for _ in range(100)]:
    add("whole", str(whole), str(numpy.int64(whole)))
for flag in (True, False):
    add("flag", str(int(flag)), str(numpy.bool_(flag)))
for text in ["", "a", "é", "e\u0301", "😀", "😀😀a", "字", "\x00", "👨\u200d👩\u200d👧", "a\nb"]:
    add("text", text, str(text))
for _ in range(200):
    stamp = pandas.Timestamp(rng.randint(-10**18, 3 * 10**18))
    if rng.random() < 0.5:
        stamp = stamp.floor(rng.choice(["D", "s", "ms", "us"]))
    add("time", stamp.isoformat(), str(stamp))
for offset in (0, 330, -480, 845):
    stamp = pandas.Timestamp("2020-01-31 12:30:00", tz=datetime.timezone(datetime.timedelta(minutes=offset)))
    add("zoned", stamp.isoformat(), str(stamp))
add("date", "2020-01-31", str(datetime.date(2020, 1, 31)))
for decimal in ["0", "1.50", "-0.001", "1E+3", "1E-7", "0.0000001", "123456789012345678901234567890.12", "0E-10", "1.0E-6", "-1.00"]:
    add("decimal", decimal, str(Decimal(decimal)))
golden.write("text", cases, pandas=pandas.__version__, numpy=numpy.__version__)
