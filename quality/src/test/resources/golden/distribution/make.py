"""Writes cases.jsonl beside itself: small tables, expectations on them, and what numpy, scipy and
pandas say. Made with numpy 2.4.6, scipy 1.17.1 and pandas 3.1.1:

    pip install numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
    python make.py
"""
import json
import math
import pathlib
import warnings

import numpy as np
import pandas as pd
from scipy import stats

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20260917)

WORDS = ["amber", "birch", "cedar", "Dune", "elm", "fjörd", "glen", "heath", "isle", "jade"]


# ---- Tables: a real column, a whole one, one of words and one of truth values


def with_gaps(values, share):
    return [None if rng.random() < share else v for v in values]


def reals(n):
    kind = rng.integers(8)
    if kind == 0:
        x = rng.normal(rng.normal(0, 5), rng.uniform(0.2, 4), n)
    elif kind == 1:
        x = rng.gamma(rng.uniform(0.5, 5), rng.uniform(0.5, 3), n)
    elif kind == 2:
        x = rng.beta(rng.uniform(0.5, 4), rng.uniform(0.5, 4), n)
    elif kind == 3:
        x = rng.uniform(-3, 9, n)
    elif kind == 4:
        x = rng.chisquare(rng.uniform(1, 9), n)
    elif kind == 5:
        x = rng.exponential(rng.uniform(0.2, 8), n)
    elif kind == 6:
        x = np.round(rng.normal(0, 2, n), 1)
    else:
        x = np.full(n, 2.5)
    return [round(float(v), int(rng.choice([2, 4, 6]))) for v in x]


def wholes(n):
    kind = rng.integers(3)
    if kind == 0:
        return [int(v) for v in rng.poisson(rng.uniform(1, 8), n)]
    if kind == 1:
        return [int(v) for v in rng.integers(-20, 60, n)]
    return [int(v) for v in rng.geometric(0.4, n)]


def table(i):
    n = int(rng.choice([0, 1, 2, 3, 5, 9, 20, 45, 90, 150, 260], p=[.02, .03, .03, .04, .08, .15, .2, .2, .13, .08, .04]))
    gaps = float(rng.choice([0, 0.1, 0.4, 1.0], p=[.55, .25, .17, .03]))
    k = int(rng.integers(2, len(WORDS) + 1))
    odds = rng.dirichlet(np.ones(k) * 1.5)
    words = [WORDS[j] for j in rng.choice(k, n, p=odds)]
    return {
        "x": with_gaps(reals(n), gaps),
        "n": with_gaps(wholes(n), gaps),
        "w": with_gaps(words, gaps),
        "t": with_gaps([bool(v) for v in rng.random(n) < 0.3], gaps),
    }


def present(values):
    return [v for v in values if v is not None]


# ---- JSON: what is not a finite number is null; infinite bins are words


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    return value


def bins_json(bins):
    return ["-inf" if b == -math.inf else "inf" if b == math.inf else float(b) for b in bins]


# ---- Partitions


def weights(k, zeros=True):
    w = rng.dirichlet(np.ones(k) * rng.choice([0.7, 2, 8]))
    if zeros and k > 2 and rng.random() < 0.3:
        w[rng.integers(k)] = 0
        w = w / w.sum()
    return [float(v) for v in w]


def rounded(w):
    w = [round(v, 3) for v in w]
    w[int(np.argmax(w))] += 1 - sum(w)
    return w


def categorical(values):
    seen = sorted(set(present(values)), key=str)
    if all(isinstance(v, bool) for v in seen):
        names = [True, False]
    elif seen and isinstance(seen[0], str):
        names = list(rng.permutation(WORDS))[: int(rng.integers(1, 9))]
        if rng.random() < 0.5:
            names = seen + [w for w in names if w not in seen][:2]
    else:
        names = seen[: int(rng.integers(1, 30))] or [1, 2]
        if rng.random() < 0.3:
            names = names + [1000, 1001]
    names = [n if isinstance(n, (bool, int)) else str(n) for n in names]
    if rng.random() < 0.5 and present(values):
        counts = pd.Series(present(values)).value_counts()
        w = np.array([float(counts.get(n, 0)) for n in names]) + rng.uniform(0.1, 2)
        w = w * rng.uniform(0.8, 1.25, len(w))
        w = [float(v) for v in w / w.sum()]
    else:
        w = weights(len(names))
    return {"values": names, "weights": rounded(w) if rng.random() < 0.3 else w}


def edges(values, k):
    data = present(values) or [0.0, 1.0]
    lo, hi = min(data), max(data)
    if hi == lo:
        hi = lo + 1
    pad = (hi - lo) * rng.uniform(-0.3, 0.4)
    e = np.linspace(lo - pad, hi + pad, k + 1) if rng.random() < 0.5 else np.sort(
        rng.uniform(lo - abs(pad), hi + abs(pad), k + 1))
    if rng.random() < 0.3:
        e = np.round(e, 1)
    if rng.random() < 0.2:
        e = np.concatenate([[min(data)], e[1:]])
    e = np.unique(e)
    return [float(v) for v in e] if len(e) > 2 else [float(lo), float((lo + hi) / 2), float(hi)]


def continuous(values, ends=True):
    bins = edges(values, int(rng.integers(2, 12)))
    shape = rng.random() if ends else 0
    if shape > 0.85:
        bins = [-math.inf] + bins + [math.inf]
    elif shape > 0.75:
        bins = [-math.inf] + bins
    elif shape > 0.65:
        bins = bins + [math.inf]
    k = len(bins) - 1
    data = np.array(present(values), dtype=float)
    hist = np.histogram(data, bins)[0]
    if rng.random() < 0.6 and hist.sum() > 0:
        w = (hist + rng.uniform(0.05, 1)) * rng.uniform(0.85, 1.2, k)
        w = [float(v) for v in w / w.sum()]
    else:
        w = weights(k)
    partition = {"bins": bins, "weights": w}
    if ends and 0.4 < shape <= 0.65:
        lower, upper = rng.uniform(0, 0.15, 2)
        partition["weights"] = [v * (1 - lower - upper) for v in w]
        partition["tail_weights"] = [float(lower), float(upper)]
    return partition


def holdout():
    return float(rng.choice([0, 0.01, 0.1, 0.25], p=[.45, .2, .2, .15]))


# ---- Divergence


def divergence_told(pk, qk, threshold):
    value = float(stats.entropy(pk, qk))
    return plain(value), bool(threshold is None or value <= threshold)


def divergence_of_categories(values, partition, threshold, tail):
    data = pd.Series(present(values), dtype=object)
    observed = data.value_counts().sort_index() / len(data)
    observed.name = "count"
    if partition is None:
        partition = {"values": list(observed.index), "weights": list(observed)}
    expected = pd.Series(partition["weights"], index=pd.Index(partition["values"], dtype=object), name="expected")
    both = pd.concat([expected, observed], axis=1)
    missing = both.isnull().sum()["expected"]
    pk = both["count"].fillna(0).astype(float)
    qk = both["expected"].astype(float)
    if missing > 0:
        qk = (qk * (1 - tail)).fillna(tail / missing)
    value, success = divergence_told(pk, qk, threshold)
    names = plain(list(both.index))
    return value, success, {
        "values": names, "observed": plain(list(pk)), "expected": plain(list(qk))}


def divergence_of_ranges(values, partition, threshold, tail, internal):
    data = np.array(present(values), dtype=float)
    n = len(data)
    bins = np.array(partition["bins"], dtype=float)
    observed = np.histogram(data, bins)[0] / np.float64(n)
    below = np.sum(data < bins[0]) / np.float64(n)
    above = np.sum(data > bins[-1]) / np.float64(n)
    expected = np.array(partition["weights"]) * (1 - tail - internal)
    zeros = np.sum(expected == 0)
    if internal > 0 and zeros > 0:
        expected[expected == 0] = internal / zeros
    left, right = bins[0] == -math.inf, bins[-1] == math.inf
    if "tail_weights" in partition:
        lower, upper = partition["tail_weights"]
    else:
        lower = upper = tail if left or right else tail / 2
    pk, qk = list(observed), list(expected)
    pk = ([] if left else [below]) + pk + ([] if right else [above])
    qk = ([] if left else [lower]) + qk + ([] if right else [upper])
    value, success = divergence_told(pk, qk, threshold)
    return value, success, {
        "observed": plain(pk[1:-1]), "observed_tails": plain([pk[0], pk[-1]]),
        "expected": plain(qk[1:-1]), "expected_tails": plain([qk[0], qk[-1]])}


def divergence_case(values, column):
    threshold = None if rng.random() < 0.15 else float(rng.choice([0, 0.01, 0.05, 0.2, 0.7]))
    given = {"column": column}
    if threshold is not None:
        given["threshold"] = threshold
    tail = holdout()
    if column in ("w", "t") or rng.random() < (0.3 if column == "n" else 0.0):
        if rng.random() < 0.05:
            given["bucketize_data"] = False
            partition = None
        else:
            partition = categorical(values)
            given["partition_object"] = partition
        if tail:
            given["tail_weight_holdout"] = tail
        value, success, details = divergence_of_categories(values, partition, threshold, tail)
        return given, value, success, details
    partition = continuous(values)
    if "tail_weights" in partition or math.inf in partition["bins"] and -math.inf in partition["bins"]:
        tail = 0.0
    if tail:
        given["tail_weight_holdout"] = tail
    internal = holdout()
    if internal:
        given["internal_weight_holdout"] = internal
    value, success, details = divergence_of_ranges(values, partition, threshold, tail, internal)
    given["partition_object"] = {**partition, "bins": bins_json(partition["bins"])}
    return given, value, success, details


# ---- Ranges made from the data: fulfilled always, by edges that a rule gives


def nearest(data, q):
    return sorted(data)[int(np.round(q * (len(data) - 1)))]


def made_case(values, column):
    data = [float(v) for v in present(values)]
    given = {"column": column, "threshold": 0}
    if not data:
        return given, None, False, {}
    n, lo, hi = len(data), min(data), max(data)
    if lo == hi:
        bins = [lo - 0.5, hi + 0.5]
    else:
        iqr = nearest(data, 0.75) - nearest(data, 0.25)
        k = math.ceil(np.log2(n + 1.0))
        if iqr >= 1e-10:
            k = max(k, math.ceil((hi - lo) / (2 * iqr / n ** (1 / 3))))
        bins = np.linspace(lo, hi, k + 1)
    observed = np.histogram(data, bins)[0] / n
    return given, 0.0, True, {"bins": plain(bins), "observed": plain(observed), "expected": plain(observed)}


# ---- Tests of fit


def chi_square_case(values, column):
    partition = categorical(values)
    tail, p = holdout(), float(rng.choice([0.05, 0.01, 0.3]))
    given = {"column": column, "partition_object": partition}
    if tail:
        given["tail_weight_holdout"] = tail
    if p != 0.05:
        given["p"] = p
    data = pd.Series(present(values), dtype=object)
    observed = data.value_counts().sort_index()
    observed.name = "count"
    expected = pd.Series(partition["weights"], index=pd.Index(partition["values"], dtype=object), name="expected") * len(data)
    both = pd.concat([expected, observed], axis=1)
    both["count"] = both["count"].fillna(0).astype(float)
    both["expected"] = both["expected"].astype(float)
    missing = both.isnull().sum()["expected"]
    if missing > 0:
        both["expected"] = (both["expected"] * (1 - tail)).fillna(len(data) * (tail / missing))
    if tail == 0 and missing > 0:
        value = float(stats.chisquare(both["count"], both["expected"], sum_check=False).pvalue)
    else:
        value = float(stats.chisquare(both["count"], both["expected"]).pvalue)
    if len(both) < 2:
        value = math.nan  # a single value tells nothing; by rounding scipy may say 0
    total = both["expected"].sum()
    details = {
        "values": plain(list(both.index)),
        "observed": plain(list(both["count"] / max(1, both["count"].sum()))),
    }
    if total > 0:
        details["expected"] = plain(list(both["expected"] / total))
    return given, plain(value), bool(value > p), details


NAMES = {
    "norm": ["mean", "std_dev"], "beta": ["alpha", "beta", "loc", "scale"],
    "gamma": ["alpha", "loc", "scale"], "uniform": ["min", "max"],
    "chi2": ["df", "loc", "scale"], "expon": ["loc", "scale"]}
SHAPES = {"norm": 0, "beta": 2, "gamma": 1, "uniform": 0, "chi2": 1, "expon": 0}


def fitted(data, name):
    m, s = float(np.mean(data)), float(np.std(data)) or 1.0
    lo, hi = float(np.min(data)), float(np.max(data))
    u = lambda: float(rng.uniform(0.8, 1.25))
    if name == "norm":
        return [m * u(), s * u()]
    if name == "beta":
        return [u() * 2, u() * 2, lo - 0.1, (hi - lo + 0.3) * u()]
    if name == "gamma":
        return [u() * 2, lo - 0.01, max((m - lo) / 2, 0.1) * u()]
    if name == "uniform":
        return [lo - 0.01, (hi - lo + 0.1) * u()]
    if name == "chi2":
        return [u() * 3, lo - 0.01, max((m - lo) / 3, 0.1) * u()]
    return [lo - 0.01, max(m - lo, 0.1) * u()]


def theory_case(values, column):
    name = str(rng.choice(list(NAMES)))
    data = present(values)
    params = fitted(data or [0.0, 1.0], name)
    p = float(rng.choice([0.05, 0.01, 0.3]))
    given = {"column": column, "distribution": name}
    if p != 0.05:
        given["p_value"] = p
    keep = len(params)
    if rng.random() < 0.25:
        keep = int(rng.integers(SHAPES[name], len(params) + 1))
    positional = params[:keep]
    given["params"] = dict(zip(NAMES[name], positional)) if rng.random() < 0.5 else positional
    full = positional + [0.0, 1.0][keep - SHAPES[name]:]
    if not data:
        return given, None, False, {"expected_params": full, "ks": [None, None]}
    result = stats.kstest(data, name, args=tuple(full))
    return given, plain(result.pvalue), bool(result.pvalue >= p), {
        "expected_params": full, "ks": [float(result.statistic), float(result.pvalue)]}


def bootstrap_case(values, column):
    partition = continuous(values, ends=False)
    p = float(rng.choice([0.05, 0.2]))
    samples = int(rng.choice([100, 400]))
    given = {"column": column, "partition_object": partition, "bootstrap_samples": samples}
    size = 2 * len(partition["weights"])
    if rng.random() < 0.4:
        size = int(rng.integers(3, 60))
        given["bootstrap_sample_size"] = size
    if p != 0.05:
        given["p"] = p
    data = np.array(present(values), dtype=float)
    bins, w = partition["bins"], partition["weights"]
    cdf = np.append([0], np.cumsum(w))
    if not len(data):
        return given, None, False, {}
    passed = sum(
        stats.kstest(rng.choice(data, size), lambda x: np.interp(x, bins, cdf)).pvalue >= p
        for _ in range(samples))
    value = (1 + passed) / (samples + 1)
    hist = np.histogram(data, bins)[0]
    below, above = int(np.sum(data < bins[0])), int(np.sum(data > bins[-1]))
    xs = ([float(data.min())] if below else []) + bins + ([float(data.max())] if above else [])
    observed = np.array(([below] if below else []) + list(hist) + ([above] if above else [])) / len(data)
    return given, value, bool(value > p), {
        "samples": samples, "sample_size": size, "x": xs, "observed": plain(observed),
        "observed_cdf": plain([0.0] + list(np.cumsum(observed))), "expected_cdf": plain(cdf)}


# ---- Association


def kinds(values, bins, n_bins):
    if any(isinstance(v, (str, bool)) for v in values):
        series = pd.Series(values, dtype=object)
        if bins is None:
            counts = series.value_counts()
            order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            kept = {v for v, _ in order[:n_bins]} if len(order) > n_bins else set(counts.index)
            return [("(missing)" if v is None else str(v) if v in kept else "(other)") for v in values]
        groups = {v: ", ".join(str(x) for x in group) for group in bins for v in group}
        return ["(missing)" if v is None else groups.get(v, str(v)) for v in values]
    data = np.array([np.nan if v is None else v for v in values], dtype=float)
    if np.all(np.isnan(data)):
        return ["(missing)"] * len(values)
    if bins is not None:
        e = sorted(set(bins) | {min(np.nanmin(data), min(bins)), max(np.nanmax(data), max(bins))})
        e = e if len(e) > 1 else e + [np.nextafter(e[0], np.inf)]
    else:
        e = np.histogram_bin_edges(data[~np.isnan(data)], bins=n_bins)
    e = np.array(e, dtype=float)
    e[-1] = np.nextafter(e[-1], np.inf)
    return list(np.digitize(data, e) - 1)


def association_case(data, _):
    a, b = (str(v) for v in rng.choice(["x", "n", "w", "t"], 2, replace=False))
    given = {"column_A": a, "column_B": b}
    side = {}
    for column, s in ((a, "A"), (b, "B")):
        bins, n_bins = None, 10
        choice = rng.random()
        if choice < 0.3 and column in ("x", "n"):
            bins = sorted({round(v, 1) for v in edges(data[column], int(rng.integers(2, 5)))})
            given["bins_" + s] = bins
        elif choice < 0.3 and column == "w":
            mixed = [str(w) for w in rng.permutation(WORDS)]
            bins = [mixed[:3], mixed[3:5]]
            given["bins_" + s] = bins
        elif choice < 0.7:
            n_bins = int(rng.integers(1, 7))
            given["n_bins_" + s] = n_bins
        side[s] = kinds(data[column], bins, n_bins)
    threshold = float(rng.choice([0.1, 0.3, 0.6]))
    if threshold != 0.1:
        given["threshold"] = threshold
    if not data["x"]:
        return given, None, False, {"counts": []}
    table = pd.crosstab(pd.Series(side["A"], dtype=object), pd.Series(side["B"], dtype=object))
    statistic = stats.chi2_contingency(table)[0]
    with np.errstate(all="ignore"):
        value = np.sqrt(np.float64(statistic) / len(data["x"]) / (min(table.shape) - 1))
    value = max(min(value, 1), 0) if np.isfinite(value) else math.nan
    counts = sorted(int(v) for v in table.to_numpy().ravel())
    return given, plain(value), bool(value <= threshold), {"shape": list(table.shape), "counts": counts}


MAKERS = [
    ("expect_column_kl_divergence_to_be_less_than", divergence_case, ["x", "n", "w", "t"], 16),
    ("expect_column_kl_divergence_to_be_less_than", made_case, ["x", "n"], 2),
    ("expect_column_chisquare_test_p_value_to_be_greater_than", chi_square_case, ["w", "n", "t"], 8),
    ("expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than", theory_case, ["x", "n"], 9),
    ("expect_column_bootstrapped_ks_test_p_value_to_be_greater_than", bootstrap_case, ["x", "n"], 1),
    ("expect_column_pair_cramers_phi_value_to_be_less_than", association_case, [None], 8),
]


def main():
    tables, lines = [], []
    for i in range(75):
        data = table(i)
        tables.append(data)
        for name, maker, columns, times in MAKERS:
            for _ in range(times):
                column = None if columns == [None] else str(rng.choice(columns))
                given, value, success, details = maker(data if column is None else data[column], column)
                lines.append({
                    "table": i, "type": name, "arguments": plain(given), "value": value,
                    "success": success, "details": details})
    out = pathlib.Path(__file__).parent / "cases.jsonl"
    with open(out, "w", encoding="utf-8") as f:
        for data in tables:
            f.write(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")
        for line in lines:
            f.write(json.dumps(line, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n")


main()
