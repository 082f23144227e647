"""Makes cases.jsonl.gz: small random tables, expectations of them, and what Great Expectations on
pandas says. Needs great_expectations 1.24.1; run it in this folder with no arguments.

Every line is one table with its cases. A column is {"type", "values"}; a case is {"type", "kwargs",
"format", "success", "result", "exception"}. Infinities are the texts "inf" and "-inf".
"""

import gzip
import json
import logging
import math
import random
import warnings

import great_expectations as gx
import pandas as pd

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

SEED = 20261121
TABLES = 460
CASES_PER_TABLE = 26

TEXTS = ["a", "b", "ab", "abc", "Abc", "", " ", "a b", "1", "2", "10", "1.5", "x_1", "ü", "日本", "🚕",
         "NaN", "true", "a%b", "a_b", "2020-01-01", "2020-02-30", "12/31/2020", "10 Sep", "today",
         "{\"a\": 1}", "[1, 2]", "{bad", "null", "\"q\"", "é"]
REGEXES = ["a", "^a", "b$", "^\\d+$", "[a-c]+", "^.$", "", "\\s", "^(a|b)$", "\\w{3}", "(?i)ABC", "a.b"]
FORMATS = ["%Y-%m-%d", "%m/%d/%Y", "%d %b"]
DATES = ["2020-01-01", "2020-01-02", "2020-06-15 12:30:00", "2021-01-01", "1969-12-31 23:59:59"]


def column(rng, kind, n):
    missing = rng.choice([0, 0, 0.2, 0.6, 1]) if kind != "int" and kind != "bool" else 0
    def value():
        if rng.random() < missing:
            return None
        if kind == "int":
            return rng.choice([0, 1, 2, 3, 3, 5, 7, -1, -4, 10, 100])
        if kind == "real":
            return rng.choice([0.0, 0.5, 1.0, 1.5, 2.0, 2.0, 3.25, -1.5, 10.0, 1e9, rng.uniform(-5, 5)]
                              + ([math.inf, -math.inf] if rng.random() < 0.05 else []))
        if kind == "text":
            return rng.choice(TEXTS if rng.random() < 0.7 else TEXTS[:6])
        if kind == "bool":
            return rng.random() < 0.6
        return rng.choice(DATES)
    values = [value() for _ in range(n)]
    if rng.random() < 0.15 and kind in ("int", "real", "date"):
        values = sorted([v for v in values if v is not None], reverse=rng.random() < 0.5) \
            + [v for v in values if v is None]
    return {"type": kind, "values": values}


def series(column):
    values = column["values"]
    return {
        "int": lambda: pd.Series(values, dtype="int64"),
        "real": lambda: pd.Series(values, dtype="float64"),
        "text": lambda: pd.Series(values, dtype="object"),
        "bool": lambda: pd.Series(values, dtype="bool"),
        "date": lambda: pd.Series(pd.to_datetime(pd.Series(values, dtype="object"), format="mixed"),
                                  dtype="datetime64[ns]"),
    }[column["type"]]()


def bound(rng, kind):
    if kind in ("int", "real"):
        return rng.choice([0, 1, 2, 3, 5, 0.5, 1.5, -1, 10, 100])
    if kind == "bool":
        return rng.choice([0, 1])
    if kind == "date":
        return rng.choice(["2020-01-01", "2020-01-02", "2020-06-15 12:30:00", "2021-01-01"])
    return rng.choice(["2020-01-01", "2021-01-01"])


def bounds(rng, kind):
    low, high = bound(rng, kind), bound(rng, kind)
    if low > high:
        low, high = high, low
    kwargs = {}
    if rng.random() < 0.8:
        kwargs["min_value"] = low
    if rng.random() < 0.8 or not kwargs:
        kwargs["max_value"] = high
    if "min_value" in kwargs and rng.random() < 0.3:
        kwargs["strict_min"] = True
    if "max_value" in kwargs and rng.random() < 0.3:
        kwargs["strict_max"] = True
    return kwargs


def values(rng, column, n=None):
    pool = [v for v in column["values"] if v is not None and v not in (math.inf, -math.inf)]
    pool += {"int": [1, 2, 3, 99], "real": [0.5, 1.0, 2.0], "text": TEXTS[:8], "bool": [True, False],
             "date": DATES}[column["type"]]
    distinct = list(dict.fromkeys(pool))
    return rng.sample(distinct, min(len(distinct), n or rng.randint(1, 8)))


def mostly(rng):
    return {} if rng.random() < 0.5 else {"mostly": rng.choice([0.9, 0.5, 0.75, 0.1, 0.0, 2 / 3])}


def case(rng, table):
    name = rng.choice(list(table))
    col = table[name]
    kind = col["type"]
    texts = [c for c in table if table[c]["type"] == "text"]
    numbers = [c for c in table if table[c]["type"] in ("int", "real")]
    text, number = rng.choice(texts), rng.choice(numbers)
    a, b = rng.sample(numbers + (["d", "d2"] if rng.random() < 0 else []), 2)
    low_n = sorted([rng.randint(0, 6), rng.randint(0, 14)])
    ignore_pair = {} if rng.random() < 0.5 else {
        "ignore_row_if": rng.choice(["both_values_are_missing", "either_value_is_missing", "neither"])}
    ignore_many = {} if rng.random() < 0.5 else {
        "ignore_row_if": rng.choice(["all_values_are_missing", "any_value_is_missing", "never"])}
    m = mostly(rng)
    columns = rng.sample(list(table), rng.randint(2, 3))
    several = rng.sample(numbers, 2) if len(numbers) < 3 or rng.random() < 0.5 else rng.sample(numbers, 3)
    makers = [
        lambda: ("expect_column_values_to_not_be_null", {"column": name, **m}),
        lambda: ("expect_column_values_to_be_null", {"column": name, **m}),
        lambda: ("expect_column_values_to_be_unique", {"column": name, **m}),
        lambda: ("expect_column_values_to_be_between", {"column": name, **bounds(rng, kind), **m}),
        lambda: ("expect_column_values_to_be_between", {"column": number, **bounds(rng, "real"), **m}),
        lambda: ("expect_column_values_to_be_in_set", {"column": name, "value_set": values(rng, col), **m}),
        lambda: ("expect_column_values_to_not_be_in_set", {"column": name, "value_set": values(rng, col), **m}),
        lambda: ("expect_column_values_to_be_increasing",
                 {"column": number, **({"strictly": True} if rng.random() < 0.4 else {}), **m}),
        lambda: ("expect_column_values_to_be_decreasing",
                 {"column": number, **({"strictly": True} if rng.random() < 0.4 else {}), **m}),
        lambda: ("expect_column_value_lengths_to_be_between",
                 {"column": text, "min_value": low_n[0], "max_value": low_n[1], **m}),
        lambda: ("expect_column_value_lengths_to_equal", {"column": text, "value": rng.randint(0, 4), **m}),
        lambda: ("expect_column_values_to_match_regex", {"column": text, "regex": rng.choice(REGEXES), **m}),
        lambda: ("expect_column_values_to_not_match_regex", {"column": text, "regex": rng.choice(REGEXES), **m}),
        lambda: ("expect_column_values_to_match_regex_list",
                 {"column": text, "regex_list": rng.sample(REGEXES, 2),
                  **({"match_on": rng.choice(["any", "all"])} if rng.random() < 0.7 else {}), **m}),
        lambda: ("expect_column_values_to_not_match_regex_list",
                 {"column": text, "regex_list": rng.sample(REGEXES, 2), **m}),
        lambda: ("expect_column_values_to_match_strftime_format",
                 {"column": text, "strftime_format": rng.choice(FORMATS), **m}),
        lambda: ("expect_column_values_to_be_dateutil_parseable", {"column": text, **m}),
        lambda: ("expect_column_values_to_be_json_parseable", {"column": text, **m}),
        lambda: ("expect_column_value_z_scores_to_be_less_than",
                 {"column": number, "threshold": rng.choice([0.5, 1, 1.5, 2, -1]),
                  "double_sided": rng.random() < 0.5, **m}),
        lambda: ("expect_column_values_to_not_be_outliers",
                 {"column": number, "method": rng.choice(["iqr", "std"]),
                  "multiplier": rng.choice([0, 0.5, 1.5, 3]), **m}),
        lambda: ("expect_column_max_to_be_between", {"column": name, **bounds(rng, kind)}),
        lambda: ("expect_column_min_to_be_between", {"column": name, **bounds(rng, kind)}),
        lambda: ("expect_column_mean_to_be_between", {"column": number, **bounds(rng, "real")}),
        lambda: ("expect_column_median_to_be_between", {"column": number, **bounds(rng, "real")}),
        lambda: ("expect_column_stdev_to_be_between", {"column": number, **bounds(rng, "real")}),
        lambda: ("expect_column_sum_to_be_between", {"column": number, **bounds(rng, "real")}),
        lambda: ("expect_column_unique_value_count_to_be_between",
                 {"column": name, "min_value": low_n[0], "max_value": low_n[1]}),
        lambda: ("expect_column_proportion_of_unique_values_to_be_between",
                 {"column": name, "min_value": rng.choice([0, 0.25, 0.5]), "max_value": rng.choice([0.75, 1])}),
        lambda: ("expect_column_proportion_of_non_null_values_to_be_between",
                 {"column": name, "min_value": rng.choice([0, 0.25, 0.5]), "max_value": rng.choice([0.75, 1])}),
        lambda: ("expect_column_quantile_values_to_be_between",
                 {"column": number, "quantile_ranges": {
                     "quantiles": [0.1, 0.5, 0.9],
                     "value_ranges": [[rng.choice([None, -5, 0]), rng.choice([None, 1, 2])] for _ in range(3)]},
                  **({"allow_relative_error": rng.choice(["linear", "lower", "higher", "midpoint", "nearest"])}
                     if rng.random() < 0.4 else {})}),
        lambda: ("expect_column_most_common_value_to_be_in_set",
                 {"column": name, "value_set": values(rng, col),
                  **({"ties_okay": True} if rng.random() < 0.5 else {})}),
        lambda: ("expect_column_distinct_values_to_be_in_set", {"column": name, "value_set": values(rng, col)}),
        lambda: ("expect_column_distinct_values_to_contain_set", {"column": name, "value_set": values(rng, col, 2)}),
        lambda: ("expect_column_distinct_values_to_equal_set", {"column": name, "value_set": values(rng, col)}),
        lambda: ("expect_column_pair_values_a_to_be_greater_than_b",
                 {"column_A": a, "column_B": b, **({"or_equal": True} if rng.random() < 0.5 else {}),
                  **ignore_pair, **m}),
        lambda: ("expect_column_pair_values_to_be_equal", {"column_A": a, "column_B": b, **ignore_pair, **m}),
        lambda: ("expect_compound_columns_to_be_unique", {"column_list": columns, **ignore_many, **m}),
        lambda: ("expect_multicolumn_sum_to_equal",
                 {"column_list": several, "sum_total": rng.choice([0, 1, 3, 5.5]), **ignore_many, **m}),
        lambda: ("expect_multicolumn_values_to_be_equal", {"column_list": several, **ignore_many, **m}),
        lambda: ("expect_select_column_values_to_be_unique_within_record",
                 {"column_list": several, **ignore_many, **m}),
        lambda: ("expect_table_row_count_to_be_between", {"min_value": low_n[0], "max_value": low_n[1]}),
        lambda: ("expect_table_row_count_to_equal", {"value": rng.randint(0, 12)}),
        lambda: ("expect_table_column_count_to_equal", {"value": rng.randint(5, 9)}),
        lambda: ("expect_table_columns_to_match_set",
                 {"column_set": rng.sample(list(table) + ["other"], rng.randint(3, len(table))),
                  **({"exact_match": False} if rng.random() < 0.5 else {})}),
        lambda: ("expect_table_columns_to_match_ordered_list",
                 {"column_list": list(table) if rng.random() < 0.5 else rng.sample(list(table), 4)}),
        lambda: ("expect_column_to_exist", {"column": rng.choice(list(table) + ["other"]),
                                            **({"column_index": rng.randint(1, 8)} if rng.random() < 0.5 else {})}),
    ]
    return rng.choice(makers)()


def plain(value):
    if hasattr(value, "item"):  # numpy's scalars
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else ("inf" if value > 0 else "-inf")
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value


def judge(batch, kind, kwargs, level):
    cls = getattr(gx.expectations, "".join(part.capitalize() for part in kind.split("_"))
                  .replace("Json", "Json"))
    try:
        result = batch.validate(cls(**kwargs), result_format=level).to_json_dict()
    except Exception as e:  # refused at construction, or by the engine
        return {"refused": type(e).__name__ + ": " + str(e)[:200]}
    info = result.get("exception_info") or {}
    failed = info.get("raised_exception")
    if failed is None:  # a map from metrics to records
        failed = any(record.get("raised_exception") for record in info.values())
    return {"success": bool(result["success"]), "exception": bool(failed), "result": plain(result["result"])}


def main():
    rng = random.Random(SEED)
    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_pandas("golden").add_dataframe_asset("golden")
    definition = asset.add_batch_definition_whole_dataframe("whole")
    count = 0
    with gzip.GzipFile("cases.jsonl.gz", "wb", mtime=0) as out:
        for _ in range(TABLES):
            n = rng.choice([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 25])
            table = {"i": column(rng, "int", n), "f": column(rng, "real", n), "g": column(rng, "real", n),
                     "s": column(rng, "text", n), "t": column(rng, "text", n), "b": column(rng, "bool", n),
                     "d": column(rng, "date", n)}
            frame = pd.DataFrame({name: series(c) for name, c in table.items()})
            batch = definition.get_batch({"dataframe": frame})
            cases = []
            for _ in range(CASES_PER_TABLE):
                kind, kwargs = case(rng, table)
                level = rng.choice(["SUMMARY", "SUMMARY", "COMPLETE", "BASIC", "BOOLEAN_ONLY"])
                cases.append({"type": kind, "kwargs": kwargs, "format": level,
                              **judge(batch, kind, kwargs, level)})
                count += 1
            line = json.dumps({"columns": plain(table), "cases": cases}, ensure_ascii=False, default=str)
            out.write(line.encode() + b"\n")
    print(count, "cases")


if __name__ == "__main__":
    main()
