"""re.search over hand-picked and random patterns: {"p": pattern, "t": texts, "r": found or not}, or "r": null if refused."""
import re
import warnings

import golden

warnings.simplefilter("ignore")
rng = golden.seeded(7)

TEXTS = [
    "", "a", "A", "ab", "abc", "aab", "abab", "b", "c", "a\n", "a\nb", "\n", "\na", "a b", " ", "\t", "_", "-", "1", "12", "a1",
    "é", "É", "ß", "ẞ", "ſ", "S", "s", "k", "\u212a", "i", "I", "İ", "ı", "٣", "²", "½", "Ⅷ", "字", "😀", "a😀b", "e\u0301",
    "\x1c", "\x85", "\xa0", "\u2028", "a\u2028b", "\r", "a\r\n", "\x00", "foo@bar.com", "2020-01-31", "12:30", "a.b", "a]b", "[a",
    "a&&b", "{", "a{2}", "a{,2}", "aa", "aaa", "aaaa", "^", "$", "|", "(", "\\", "#a", "a#b", "abcABC123", "word word", "\v", "µ",
    "μ", "ς", "σ", "Σ", "ǅ", "ǆ", "K", "x\ny\n", "\u200b", "\ufeff", "\u180e", "𝟘", "𐐀", "𐐨",
]
PICKED = [
    r"^a", r"a$", r"^a$", r"\Aa\Z", r"(?m)^b", r"(?m)a$", r"(?m)^$", r"(?m)^", r"(?s)a.b", r"a.b", r"\d", r"\d+$", r"^\w+$", r"\W",
    r"\s", r"^\S*$", r"\b", r"\B", r"\bword\b", r"a\b", r"\ba", r"(?a)\w", r"(?a)^\w+$", r"(?a)\d", r"(?a)\s", r"(?a)\b.", r"(?i)a",
    r"(?i)É", r"(?i)ss", r"(?i)s", r"(?i)k", r"(?i)i", r"(?i)ı", r"(?i)İ", r"(?i)[a-z]", r"(?i)[^a-z]", r"(?i)[é]", r"(?i)σ",
    r"(?i)[σ]", r"(?i)µ", r"(?i)ǆ", r"(?ai)s", r"(?ai)k", r"(?ai)É", r"(?ai)[a-z]", r"(?i)𐐀", r"(?P<x>a)(?P=x)", r"(a)\1", r"(?P<_y>b)",
    r"(?P<é>b)", r"(?P<1>b)", r"(?P<a>.)(?P<a>.)", r"(?P=q)", r"(a\1)", r"\1(a)", r"(?<=a)b", r"(?<!a)b", r"(?<=a|bc)d", r"(?<=ab|cd)",
    r"(?<=a*)b", r"(?=a)", r"(?!a)", r"(?>a+)b", r"a++b", r"a*+a", r"a?+a", r"a{1,2}+a", r"a{2}", r"a{,2}$", r"^a{,}$", r"a{2,}", r"a{",
    r"a{}", r"a{x}", r"{", r"{2}", r"^{2}", r"a{2}{3}", r"a**", r"a+*", r"*a", r"+", r"?", r"a|*", r"(*a)", r"^*", r"\b*", r"$*", r"(?:)*",
    r"()*", r"(?=a)*", r"(?:^)*", r"a{3,2}", r"[a-]", r"[]a]", r"[^]a]", r"[a-b-c]", r"[\w-a]", r"[a-\d]", r"[z-a]", r"[]", r"[^]", r"[a",
    r"[[a]", r"[a&&b]", r"[a||b]", r"[a--b]", r"[\b]", r"[\]]", r"[\\]", r"[\A]", r"[\Z]", r"[\8]", r"[\1]", r"[\101]", r"[\777]", r"\101",
    r"\777", r"\0", r"\00", r"\08", r"\8", r"\9", r"(a)\01", r"(a)\10", r"\x41", r"\x4", r"\u00e9", r"\u00", r"\U0001F600", r"\U00110000",
    r"\N{LATIN SMALL LETTER A}", r"\N{NO SUCH}", r"\N", r"\q", r"\y", r"\z", r"\Q", r"\E", r"\G", r"\R", r"\h", r"\p{L}", r"\X", r"\_",
    r"\-", r"\@", r"\é", "a\\", r"(", r")", r"a)", r"(?", r"(?:", r"(?a", r"(?P", r"(?P<", r"(?P<x", r"(?P>x)", r"(?x)a b", r"(?x) a # c",
    r"(?x)a\ b", r"(?x)[ ]", r"(?x)a{ 2}", r"(?x) (?i) A", r"a(?#c)b", r"a(?#c)*", r"(?#", r"a(?i)b", r"(?i)(?m)^B", r"(?i:A)b",
    r"(?i-i:a)", r"(?-i:a)", r"(?i)(?-i:a)", r"(?i)(?-i:[a-c])B", r"(?s-s:.)", r"(?a-a:x)", r"(?u:\w)", r"(?au)a", r"(?au:a)", r"(?L)a",
    r"(?t)a", r"(?<x>a)", r"(?'x'a)", r"(?|a)", r"(?R)", r"a|b", r"a||b", r"|", r"^(?:a|ab)$", r"^(a|ab)(c|bcd)?$", r"^(?:a|b)*$",
    r"\d{4}-\d{2}-\d{2}", r"^[^@\s]+@[^@\s]+\.[a-z]+$", r"^\d{1,2}:\d{2}$", r"\.", r"\]", r"\[", r"\{", r"\$", r"\^", r"\|", r"\(",
    r"^.$", r"^..$", r"(?s)^.$", r"^[^\n]$", r"[^\W\d_]", r"[^\s\S]", r"[\s\S]", r"[\W\d]", r"[^\W]", r"[^\D]", r"[\D]", r"[^a\W]",
    r"[a\W]", r"$", r"a$b", r"a$\nb", r"$\n", r"(a$|b)", r"(a$|b)c", r"a\Z\n", r"(?m)a$\n^b", r"(?:a$)?", r"\n$", r"\n\Z", r"^\Z", r"a??",
    r"a+?b", r"a{1,2}?b", r"[é-ï]", r"[一-龥]", r"[\u4e00-\u9fff]", r"[😀-😂]", r"a{1001}", r"(?:a{100}){100}", r"(\w+) \1", r"(?i)(a)\1",
    r"(a)|\1b", r"(?:(a)|b)*\1", r"a{99999999999}", r"a{2147483647}", r"(?(1)a|b)", r"(?P<n>a)?(?(n)b|c)", r"\x85", r"[\x1c-\x1f]", "\x00",
    r"[\x00-\x1f]", r"(?i)[i-k]", r"(?i)[ı]", r"(?i)[^i]", r"(?i)[K]", r"(?i)ſ", r"(?i)[ſ]", r"(?i)ß", r"(?i)ẞ", r"(?m)\Z", r"(?m)\Ab",
]
ATOMS = ["a", "b", "c", "A", "1", "_", " ", r"\n", "é", "😀", ".", r"\d", r"\w", r"\s", r"\D", r"\W", r"\S", r"\b", r"\B", "^", "$", r"\A",
         r"\Z", "[ab]", "[^ab]", "[a-c]", r"[\w-]", r"[^\w]", r"[\s\d]", r"[^\sa]", r"[\W1]", "[]a]", r"\.", "-", "&", "(?=a)", "(?!b)",
         "(?<=a)", "(?<!b)"]
QUANTIFIERS = ["", "", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}", "{2,}", "*+", "?+"]


def some(depth):
    parts = []
    for _ in range(rng.randint(1, 3)):
        roll = rng.random()
        if depth and roll < 0.25:
            opening = rng.choice(["(", "(?:", "(?i:", "(?s:", "(?m:", "(?>", "(?=", "(?!", "(?a:"])
            atom = opening + some(depth - 1) + ("|" + some(depth - 1) if rng.random() < 0.4 else "") + ")"
        elif roll < 0.27:
            atom = r"\1"
        else:
            atom = rng.choice(ATOMS)
        parts.append(atom + rng.choice(QUANTIFIERS))
    return "".join(parts)


def case(pattern, texts):
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, ValueError, RuntimeError):
        return {"p": pattern, "t": [], "r": None}
    return {"p": pattern, "t": texts, "r": [int(compiled.search(t) is not None) for t in texts]}


cases = [case(p, TEXTS) for p in PICKED]
for _ in range(3000):
    pattern = rng.choice(["", "", "", "(?i)", "(?m)", "(?s)", "(?a)", "(?x)"]) + some(2)
    cases.append(case(pattern, rng.sample(TEXTS, 12)))
golden.write("regex", cases)
