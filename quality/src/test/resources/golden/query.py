"""DataFrame.query on one small frame: {"rows": [...]} first, then {"q": text, "r": positions of the rows kept}, or "r": null if refused."""
import warnings

import pandas

import golden

warnings.simplefilter("ignore")
rng = golden.seeded(23)
ROWS = []
for i in range(40):
    ROWS.append({
        "n": rng.randint(-3, 3),
        "x": rng.choice([None, -1.5, 0.0, 0.5, 1.0, 2.0, 1e300]),
        "s": rng.choice([None, "", "a", "b", "B", "é", "it's", "a b", "\ue000", "😀"]),
        "f": rng.random() < 0.5,
        "t": rng.choice([None, "2020-01-01T00:00:00", "2020-01-31T12:30:00", "2021-06-01T00:00:00.250000"]),
        "two words": rng.choice([None, 1.0, 2.0]),
    })
FRAME = pandas.DataFrame(ROWS)
FRAME["t"] = pandas.to_datetime(FRAME["t"], format="ISO8601")
PICKED = [
    "n > 0", "n>0 & x<1", "n > 0 and x < 1", "n > 0 | x < 1", "not n > 0", "~(n > 0)", "~(x > 0)", "x != 1", "x == 1", "~(x == 1)", "not x != 1", "s != 'a'",
    's == "a"', "s in ['a', 'b']", "s not in ['a', 'b']", "n in [1, 2]", "n not in (1, 2)", "n == [1, 2]", "n != [1, 2]", "x in [0.5]", "x not in [0.5]",
    "1 < n", "-1 < n <= 2", "0 < x < 2", "x.isnull()", "x.notnull()", "x.isna()", "~x.isnull()", "s.notna() and n > 1", "f", "~f", "not f", "f == True",
    "f & n > 0", "f == False", "`two words` > 1", "`two words`.isnull()", "t > '2020-01-31'", "t == '2020-01-31 12:30:00'", "t != '2020-01-01'", "x > n", "x != n",
    "x == n", "s == 1", "s != 1", "n == 'a'", "n != 'a'", "s == \"it's\"", "s == 'it\\'s'", "(n > 0)", "((n > 0) | (x < 1)) & f", "n > 0 | n < -1 & f",
    "not n > 0 and f", "not (n > 0 and f)", "n == 1 == 1", "s > 'a'", "s >= 'B'", "s < 'é'", "x >= 1e300", "n == +1", "n > -1.5", "s in []", "s not in []",
]
COMPARISONS = ["==", "!=", "<", "<=", ">", ">="]


def leaf():
    kind = rng.randint(0, 9)
    if kind <= 1:
        return "n %s %d" % (rng.choice(COMPARISONS), rng.randint(-3, 3))
    if kind <= 3:
        return "x %s %s" % (rng.choice(COMPARISONS), rng.choice(["0", "0.5", "1", "-1.5"]))
    if kind == 4:
        return "s %s %s" % (rng.choice(["==", "!="]), rng.choice(["'a'", '"B"', "''", "'é'"]))
    if kind == 5:
        return "%s %s [%s]" % (rng.choice(["n", "x"]), rng.choice(["in", "not in"]), ", ".join(str(rng.randint(-2, 2)) for _ in range(rng.randint(1, 3))))
    if kind == 6:
        return "%s.%s()" % (rng.choice(["x", "s", "t", "`two words`"]), rng.choice(["isnull", "notnull", "isna", "notna"]))
    if kind == 7:
        return "t %s '2020-01-31'" % rng.choice(COMPARISONS)
    if kind == 8:
        return "%d %s n %s %d" % (rng.randint(-3, 0), rng.choice(["<", "<="]), rng.choice(["<", "<="]), rng.randint(0, 3))
    return "`two words` %s x" % rng.choice(COMPARISONS)


def some(depth):
    roll = rng.random()
    if not depth or roll < 0.3:
        return leaf()
    if roll < 0.45:
        return rng.choice(["not (%s)", "~(%s)", "not %s"]) % some(depth - 1)
    joined = rng.choice([" and ", " or ", " & ", " | "]).join(some(depth - 1) for _ in range(rng.randint(2, 3)))
    return rng.choice(["(%s)", "%s"]) % joined


def kept(text):
    try:
        return [int(i) for i in FRAME.query(text, engine="python").index]
    except Exception:
        return None


cases = [{"rows": ROWS}]
for text in dict.fromkeys(PICKED + [some(2) for _ in range(1500)]):
    cases.append({"q": text, "r": kept(text)})
golden.write("query", cases, pandas=pandas.__version__)
