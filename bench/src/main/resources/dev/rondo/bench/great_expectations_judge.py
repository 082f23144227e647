"""Judges a Parquet file by a suite with Great Expectations on pandas, once for each line that comes.

Arguments: the file, and the suite as JSON, whose expectations have their places as `at` in their
`meta`. Writes one line of JSON for each: the milliseconds, and the verdicts in the suite's order, each
with the number of unexpected values.
"""

import json
import logging
import sys
import time
import warnings

import great_expectations as gx
import pandas as pd

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
rows = context.data_sources.add_pandas("bench").add_dataframe_asset("rows").add_batch_definition_whole_dataframe("all")
with open(sys.argv[2]) as file:
    written = json.load(file)
suite = gx.ExpectationSuite(name=written["name"], expectations=written["expectations"])

for _ in sys.stdin:
    start = time.perf_counter()
    batch = rows.get_batch(batch_parameters={"dataframe": pd.read_parquet(sys.argv[1])})
    result = batch.validate(suite, result_format="BASIC")
    millis = (time.perf_counter() - start) * 1000
    verdicts = {}
    for one in result.results:
        bad = (one.result or {}).get("unexpected_count") or 0
        verdicts[one.expectation_config.meta["at"]] = f"{str(bool(one.success)).lower()} {bad}"
    print(json.dumps({"millis": millis, "verdicts": [verdicts[at] for at in sorted(verdicts)]}), flush=True)
