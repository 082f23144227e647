"""datetime.strptime: {"f": format, "t": texts, "r": accepted or not}, or "r": null if the format cannot read what it writes.

Formats are tried on an aware moment, since %z and %Z write nothing for a naive one.
"""
import os
import re
import time

os.environ["TZ"] = "UTC"
time.tzset()
from datetime import datetime, timedelta, timezone

import golden

rng = golden.seeded(11)
SAMPLE = datetime(2024, 3, 5, 14, 7, 9, 123, tzinfo=timezone.utc)
DIRECTIVES = list("YmdHMSfybBaApIjzZUWwGVucxX%")
PICKED = [
    "", " ", "%", "%%", "%Y-%m-%d", "%Y%m%d", "%d/%m/%y", "%d %b %Y", "%d %B %Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S%z", "%I:%M %p", "%I%p", "%H%M%S", "%H:%M:%S", "%j", "%Y %j", "%Y-%j", "%Y %U %w", "%Y %W %a", "%G-W%V-%u",
    "%G %V %a", "%G", "%V", "%G %V", "%Y %V %u", "%G %V %u %j", "%c", "%x", "%X", "%D", "%e", "%-d", "%s", "%T", "%d %d", "%c %Y",
    "%z", "%Z", "%H:%M %Z", "%H%z", "%d%m", "%m%d", "%y%m%d", "%a %d", "%A", "%B", "x%Yx", "%Y.%m", "(%Y)", "[%d]", "%Y年%m月%d日",
    "%d\t%m", "%d \n %m", "%%Y", "100%%", "%d %m", "%S", "%f", "%S.%f", "%u", "%w", "%U", "%W", "%W %U %u", "%w %U %Y %j", "%Y %G",
    "%y %Y", "%b %m %d", "T%H", "k%d", "%Y\x1f%m", "%d\xa0%m", "%:z", "%E", "%Oy", "é%d",
]
SPOIL = ["", " ", "0", "1", "9", "-", ":", "/", ".", "x", "T", "\n", "é", "٣", "Z", "+", "am"]


def spoiled(text):
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        at = rng.randint(0, len(text))
        cut = rng.randint(0, 2)
        text = text[:at] + rng.choice(SPOIL) + text[at + cut:]
    return rng.choice([text, text, text.upper(), text.lower(), text.replace(" 0", " "), text.replace("0", "", 1), text.replace(" ", "  ")])


def moment():
    year = rng.choice([1, 1900, 1969, 2000, 2020, 2021, 2023, 2024, 9999, rng.randint(1, 9999)])
    base = datetime(year, rng.randint(1, 12), rng.randint(1, 28), rng.randint(0, 23), rng.randint(0, 59), rng.randint(0, 59),
                    rng.choice([0, 5, 123456, 120000]), tzinfo=timezone(timedelta(minutes=rng.choice([0, 0, 330, -480]))))
    return rng.choice([base, base.replace(month=12, day=31), base.replace(month=1, day=1), base.replace(month=2, day=28)])


def written(at, form):
    """strftime, with four digits in the year, and with impossible numbers now and then."""
    text = at.strftime(re.sub("%([YG])", lambda m: at.strftime("%" + m[1]).zfill(4), form))
    if rng.random() < 0.4:
        text = re.sub(r"\d\d", lambda m: rng.choice([m[0], m[0], str(rng.randint(0, 99)).zfill(2), "00", "31", "29", "60", "53"]), text)
    if rng.random() < 0.2:
        text = re.sub(r"\d+", lambda m: m[0].lstrip("0") or "0", text)
    return text


def accepts(text, form):
    try:
        datetime.strptime(text, form)
        return True
    except (ValueError, re.error, OverflowError):
        return False


def usable(form):
    try:
        datetime.strptime(SAMPLE.strftime(form), form)
        return True
    except (ValueError, re.error):
        return False


def some():
    parts = ["%" + d for d in rng.sample(DIRECTIVES, rng.randint(1, 5))]
    if rng.random() < 0.5:
        parts = rng.choice([["%Y", "%m", "%d"], ["%d", "%b", "%y"], ["%Y", "%U", "%w"], ["%Y", "%W", "%A"], ["%G", "%V", "%u"], ["%Y", "%j"],
                            ["%H", "%M", "%S", "%z"], ["%I", "%M", "%p"], ["%m", "%d"]]) + parts[:1]
        rng.shuffle(parts)
    return rng.choice(["", " ", "-", "/", ":", "T", ", "]).join(parts)


cases = []
for form in PICKED + [some() for _ in range(700)]:
    if not usable(form):
        cases.append({"f": form, "t": [], "r": None})
        continue
    texts = ["", form] + [spoiled(written(moment(), form)) for _ in range(14)] + [written(moment(), form) for _ in range(6)]
    cases.append({"f": form, "t": texts, "r": [int(accepts(t, form)) for t in texts]})
golden.write("strptime", cases)
