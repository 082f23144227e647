"""Writes cases.jsonl beside itself: figures with their history and what is usual then, and pairs of
columns with how far they are apart, as numpy and scipy say. Made with numpy 2.4.6 and scipy 1.17.1:

    pip install numpy==2.4.6 scipy==1.17.1
    python make.py
"""
import json
import math
import pathlib

import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon

rng = np.random.default_rng(20261121)


# ---- Usual figures: Iglewicz and Hoaglin's score, each formula written out


def scale(values):
    median = np.median(values)
    mad = stats.median_abs_deviation(values)
    if mad > 0:
        return median, mad / 0.6745
    return median, 1.253314 * np.mean(np.abs(values - median))


def seasonal(history, length):
    """Of the same phase, less the median of the season before; then the level of the next value."""
    n = len(history)
    values = [history[i] - np.median(history[i - length:i])
              for i in range(length, n) if (n - i) % length == 0]
    return np.array(values), np.median(history[n - length:])


def series(n):
    kind = rng.integers(5)
    if kind == 0:
        x = rng.normal(100, 5, n)
    elif kind == 1:
        x = rng.gamma(2, 50, n) + 0.3 * np.arange(n)
    elif kind == 2:
        x = rng.poisson(3, n).astype(float)
    elif kind == 3:
        x = np.where(rng.random(n) < 0.8, 7.0, rng.normal(7, 3, n))
    else:
        x = 50 + 20 * np.sin(np.arange(n) * 2 * np.pi / 7) + rng.normal(0, 1, n)
    return np.round(x, 4)


def usual(i):
    n = int(rng.integers(12, 90))
    history = series(n)
    value = round(float(history[-1] + rng.choice([0, 1, -4, 30]) * rng.random()), 4)
    season = int(rng.choice([2, 3])) if i % 2 else None
    values, level = (history, 0.0) if season is None else seasonal(history, season)
    values = values[-50:]
    median, deviation = scale(values)
    case = {"history": history.tolist(), "value": value, "season": season, "count": len(values)}
    if deviation == 0:
        off = value - level - median
        score = 0.0 if off == 0 else math.inf if off > 0 else -math.inf
    else:
        score = (value - level - median) / deviation
    case |= {"median": float(level + median), "deviation": float(deviation),
             "score": float(score) if math.isfinite(score) else None, "success": bool(abs(score) <= 3.5)}
    return case


# ---- Distances


def side(kind, n, shift):
    if kind == 0:
        x = rng.normal(shift, 1 + shift / 3, n)
    elif kind == 1:
        x = rng.exponential(1 + shift, n)
    elif kind == 2:
        x = rng.poisson(2 + shift, n).astype(float)
    else:
        x = np.where(rng.random(n) < 0.9, 0.0, rng.normal(shift, 1, n))
    return np.round(x, 3)


def edges(reference):
    """The values at the index nearest to each tenth, half to even, each once."""
    ordered = np.sort(reference)
    found = sorted({float(ordered[int(np.rint(q / 10 * (len(ordered) - 1)))]) for q in range(1, 10)})
    return found if len(found) > 1 else [found[0], float(np.nextafter(found[0], np.inf))]


def counts(values, cuts):
    return np.bincount(np.searchsorted(cuts, values, side="right"), minlength=len(cuts) + 1)


def of_counts(a, b):
    p, q = a / a.sum(), b / b.sum()
    pf, qf = np.maximum(p, 1e-4), np.maximum(q, 1e-4)
    there = (a + b) > 0
    chi = stats.chi2_contingency(np.array([a[there], b[there]]), correction=False)[1] if there.sum() > 1 else 1.0
    return {"psi": float(np.sum((pf - qf) * np.log(pf / qf))),
            "jensen_shannon": float(jensenshannon(p, q, base=2)),
            "chi_square": float(chi)}


def numbers(_):
    kind = int(rng.integers(4))
    reference = side(kind, int(rng.integers(5, 300)), 0)
    current = side(kind, int(rng.integers(5, 300)), float(rng.choice([0, 0, 0.3, 1])))
    cuts = edges(reference)
    told = of_counts(counts(reference, cuts), counts(current, cuts))
    told["wasserstein"] = 0.0 if np.array_equal(np.sort(reference), np.sort(current)) else float(
        np.float64(stats.wasserstein_distance(reference, current)) / np.std(reference)) if np.std(reference) > 0 else None
    told["ks_distance"] = float(stats.ks_2samp(reference, current).statistic)
    told["ks"] = float(stats.ks_2samp(reference, current, method="exact").pvalue)
    return {"reference": reference.tolist(), "current": current.tolist(), "told": told}


WORDS = ["amber", "birch", "cedar", "Dune", "elm", "fjörd"]


def words(_):
    def some(n, least):
        weights = rng.dirichlet(np.ones(len(WORDS) - least))
        return [WORDS[least + int(i)] for i in rng.choice(len(weights), n, p=weights)]
    reference = some(int(rng.integers(5, 200)), int(rng.integers(0, 3)))
    current = some(int(rng.integers(5, 200)), int(rng.integers(0, 3)))
    known = sorted(set(reference))
    a = np.array([reference.count(w) for w in known] + [0])
    b = np.array([current.count(w) for w in known] + [sum(w not in known for w in current)])
    return {"reference": reference, "current": current, "told": of_counts(a, b)}


def main():
    out = pathlib.Path(__file__).parent / "cases.jsonl"
    with open(out, "w", encoding="utf-8") as f:
        for maker, times in ((usual, 300), (numbers, 120), (words, 60)):
            for i in range(times):
                f.write(json.dumps(maker(i), ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n")


main()
