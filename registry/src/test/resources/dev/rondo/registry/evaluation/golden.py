"""Computes golden.json with scikit-learn and numpy: python golden.py > golden.json"""

import json
import sys

import numpy
import sklearn
from sklearn import metrics


def regression(rng, rows):
    label = numpy.round(rng.gamma(2.0, 6.0, rows) + 0.5, 3)
    score = numpy.round(label * rng.normal(1.05, 0.2, rows) + rng.normal(0, 1, rows), 3)
    error = score - label
    return [score], label, {
        "mae": metrics.mean_absolute_error(label, score),
        "rmse": metrics.root_mean_squared_error(label, score),
        "medae": metrics.median_absolute_error(label, score),
        "mape": metrics.mean_absolute_percentage_error(label, score),
        "r2": metrics.r2_score(label, score),
        "bias": numpy.mean(error),
        "error_p10": numpy.quantile(error, 0.1),
        "error_p50": numpy.quantile(error, 0.5),
        "error_p90": numpy.quantile(error, 0.9),
    }, {}


def binary(rng, rows, digits):
    label = rng.integers(0, 2, rows)
    score = numpy.round(numpy.clip(0.5 + 0.2 * (2 * label - 1) + rng.normal(0, 0.3, rows), 0, 1), digits)
    called = (score >= 0.5).astype(int)
    fpr, tpr, _ = metrics.roc_curve(label, score, drop_intermediate=False)
    return [score], label, {
        "accuracy": metrics.accuracy_score(label, called),
        "precision": metrics.precision_score(label, called, zero_division=0),
        "recall": metrics.recall_score(label, called, zero_division=0),
        "f1": metrics.f1_score(label, called, zero_division=0),
        "roc_auc": metrics.roc_auc_score(label, score),
        "pr_auc": metrics.average_precision_score(label, score),
        "log_loss": metrics.log_loss(label, score),
        "brier": metrics.brier_score_loss(label, score),
    }, {"roc": [[float(x), float(y)] for x, y in zip(fpr, tpr)],
        "confusion": metrics.confusion_matrix(label, called, labels=[0, 1]).tolist()}


def multiclass(rng, rows, classes):
    label = rng.integers(0, classes, rows)
    raw = rng.gamma(1.0, 1.0, (rows, classes))
    raw[numpy.arange(rows), label] += 1.0
    score = raw / raw.sum(axis=1, keepdims=True)
    called = score.argmax(axis=1)
    return list(score.T), label, {
        "accuracy": metrics.accuracy_score(label, called),
        "macro_f1": metrics.f1_score(label, called, average="macro"),
        "weighted_f1": metrics.f1_score(label, called, average="weighted"),
        "log_loss": metrics.log_loss(label, score, labels=list(range(classes))),
    }, {"confusion": metrics.confusion_matrix(label, called, labels=list(range(classes))).tolist()}


def case(task, made):
    scores, labels, values, plots = made
    return {
        "task": task,
        "scores": [[float(v) for v in column] for column in scores],
        "labels": [float(v) for v in labels],
        "metrics": {k: float(v) for k, v in values.items()},
        "plots": plots,
    }


rng = numpy.random.default_rng(20250101)
cases = [case("regression", regression(rng, rows)) for rows in (2, 3, 17, 120)]
cases += [case("binary", binary(rng, rows, digits)) for rows, digits in ((12, 2), (60, 1), (150, 6))]
cases += [case("multiclass", multiclass(rng, rows, classes)) for rows, classes in ((15, 3), (120, 4))]
json.dump({"made-with": f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}", "cases": cases}, sys.stdout)
