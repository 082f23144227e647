"""json.loads: {"t": text, "r": accepted or not}."""
import json

import golden

rng = golden.seeded(13)
PICKED = [
    "", " ", "null", "nul", "NULL", "None", "true", "True", "false", "NaN", "nan", "-NaN", "Infinity", "-Infinity", "+Infinity", "inf", "0", "-0",
    "00", "01", "-01", "1.", ".5", "1.5", "1e5", "1E+5", "1e", "1e+", "1.e5", "-", "--1", "+1", "1 2", "0x10", "1_000", "1e999", "-1e999", "1e-999",
    "9" * 400, "9" * 4300, "9" * 4301, "-" + "9" * 4300, "-" + "9" * 4301, "9" * 5000 + ".5", "9" * 5000 + "e1", "0." + "9" * 5000, '""', '"a', "'a'",
    '"a\\"', '"\\n"', '"\\x41"', '"\\u0041"', '"\\u004"', '"\\u00g1"', '"\\ud800"', '"\\ude00\\ud800"', '"\\ud83d\\ude00"', '"\\u+041"', '"\n"',
    '"\t"', '"\x00"', '"\x1f"', '"\x7f"', '"\u2028"', '"é"', '"😀"', '"\\/"', '"\\\'"', "[]", "[ ]", "[1]", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[", "]",
    "[[]]", "[[]", "{}", "{ }", '{"a":1}', '{"a":1,}', '{"a":1,"a":2}', "{a:1}", '{"a"}', '{"a":}', '{"a" : 1 }', '{1:2}', '{"a":1 "b":2}', "{,}",
    '{"a":[{"b":null}]}', "\ufeff1", "\ufeff", "1\ufeff", "\xa01", "\u20281", "\x0b1", "\x0c1", "\t\n\r 1 \t\n\r", "1\x00", "// c\n1", "/* c */1", "1;",
    "undefined", "NaNa", "Infinityx", "[NaN, -Infinity]", '{"a": NaN}', "tru", "truee", "[true,false,null]", "²", "１", "٣", "-٣", "1.٣", "1e٣", '"\\u٠٠٤١"',
    "[" * 500 + "]" * 500, "[" * 900 + "]" * 900, "[" * 2000 + "]" * 2000, '{"a":' * 500 + "1" + "}" * 500, '{"a":' * 3000 + "1" + "}" * 3000,
    "-Infinit", "-I", "1.5.5", "1e5e5", "1-1", "[1-1]", '"a""b"', '"a" "b"', "{}{}", "[][]", "null null",
]
SCALARS = ["1", "-2", "0", "1.5", "2e3", '"a"', '"é\\n"', "true", "null", "NaN", '""', '"\\u00e9"', "-Infinity", "false"]


def some(depth):
    roll = rng.random()
    if depth and roll < 0.3:
        return "[" + rng.choice([",", ", ", " ,"]).join(some(depth - 1) for _ in range(rng.randint(0, 3))) + "]"
    if depth and roll < 0.6:
        return "{" + ",".join('"%s"%s%s' % (rng.choice("abé"), rng.choice([":", " : "]), some(depth - 1)) for _ in range(rng.randint(0, 3))) + "}"
    return rng.choice(SCALARS)


def spoiled(text):
    for _ in range(rng.choice([0, 1, 1, 1, 2])):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(list('",:[]{}\\ntfu01.eE+- \n\t\x01é\'/N')) + text[at + rng.randint(0, 2):]
    return text


def accepts(text):
    try:
        json.loads(text)
        return True
    except (ValueError, RecursionError):
        return False


texts = list(dict.fromkeys(PICKED + [spoiled(some(3)) for _ in range(8000)]))
golden.write("json", [{"t": t, "r": int(accepts(t))} for t in texts])
