"""The one normaliser between a recogniser and every text model.

Lower case, no punctuation, numbers and fillers as the training data (Switchboard) writes them. The TypeScript
twin is ``src/shared/text.ts``; ``src/shared/text.golden.json`` ties the two, so change both or neither.

Choices that are ours:

* The data writes an agreeing hum as ``um-hum``; every spelling of it (mhm, mm-hmm, "mm hmm"...) becomes that.
* Hyphens stay only in the fillers of ``HYPHENATED``; elsewhere a hyphen separates words.
* Emoji and every character outside Latin letters and digits are dropped: the data has none.
* Accents are dropped (the data is ASCII), and letters without a plain form are spelt out.
* Inner apostrophes stay: ``don't``.
"""

import re
import unicodedata

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
HYPHENATED = {"um-hum", "uh-huh", "huh-uh", "hum-um", "uh-oh", "bye-bye"}
VARIANTS = {
    **dict.fromkeys(
        ("mhm mhmm mmhm mmhmm mm-hm mm-hmm mmm-hmm mm-mhm m-hm m-hmm um-hm um-hmm uh-hum uh-hmm hm-hm hmm-hmm").split(),
        "um-hum",
    ),
    **dict.fromkeys(["uhhuh", "uh-hu", "uhuh", "ah-huh", "aha-huh"], "uh-huh"),
    **dict.fromkeys(["uh-uh", "nuh-uh"], "huh-uh"),
    **dict.fromkeys(["hmm", "hmmm", "hmmmm", "mm", "mmm", "mmmm"], "hm"),
    **dict.fromkeys(["uhh", "uhhh", "er", "err"], "uh"),
    **dict.fromkeys(["umm", "ummm", "erm"], "um"),
    **dict.fromkeys(["ahh", "ahhh"], "ah"),
    **dict.fromkeys(["ohh", "ohhh"], "oh"),
    **dict.fromkeys(["ok", "kay", "mkay", "okey"], "okay"),
    **dict.fromkeys(["yea", "yah", "yeh"], "yeah"),
    "yup": "yep",
    "alright": "all right",
    "cuz": "because",
    "mr": "mister",
    "mrs": "missus",
    "dr": "doctor",
}
# Two words that a recogniser writes for one filler.
PAIRS = {
    **{(a, b): "um-hum" for a in ("mm", "mmm", "m", "um") for b in ("hm", "hmm", "hum")},
    ("uh", "huh"): "uh-huh",
}
# "cause" is also a noun: only the clipped spelling 'cause stands for because.
CLIPPED = {"'cause": "because", "'em": "them", "'til": "till", "'bout": "about", "'kay": "okay"}

_QUOTES = re.compile("[\u2018\u2019\u201a\u201b\u02bc\u0060\u00b4\u2032\uff07]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_TOKEN = re.compile(r"[a-z0-9'][a-z0-9'-]*")


def _below_hundred(n: int) -> str:
    if n < 20:
        return ONES[n]
    return TENS[n // 10] if n % 10 == 0 else f"{TENS[n // 10]} {ONES[n % 10]}"


def _below_thousand(n: int) -> str:
    if n < 100:
        return _below_hundred(n)
    head = f"{ONES[n // 100]} hundred"
    return head if n % 100 == 0 else f"{head} {_below_hundred(n % 100)}"


def number_words(digits: str) -> str:
    """Words for a run of digits: a count, a year (1100 to 2099), or digit by digit when long or led by a zero."""
    if len(digits) == 2 and digits[0] == "0" and digits != "00":
        return f"oh {ONES[int(digits[1])]}"
    if len(digits) > 6 or (len(digits) > 1 and digits[0] == "0"):
        return " ".join(ONES[int(d)] for d in digits)
    n = int(digits)
    if n < 1000:
        return _below_thousand(n)
    if 1100 <= n <= 1999 or 2010 <= n <= 2099:
        century, rest = divmod(n, 100)
        if rest == 0:
            return f"{_below_hundred(century)} hundred"
        if rest < 10:
            return f"{_below_hundred(century)} oh {ONES[rest]}"
        return f"{_below_hundred(century)} {_below_hundred(rest)}"
    head = f"{_below_thousand(n // 1000)} thousand"
    return head if n % 1000 == 0 else f"{head} {_below_thousand(n % 1000)}"


def ordinal_words(digits: str) -> str:
    """Words for 1st, 22nd, 30th..."""
    words = number_words(digits).split(" ")
    last = words[-1]
    if last in ORDINALS:
        words[-1] = ORDINALS[last]
    elif last.endswith("y"):
        words[-1] = last[:-1] + "ieth"
    else:
        words[-1] = last + "th"
    return " ".join(words)


def _decade_words(digits: str) -> str:
    """Words for 80s and 1990s: the plural of the last word."""
    words = number_words(digits)
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


def _token_words(token: str) -> str:
    if re.fullmatch(r"[0-9]+", token):
        return number_words(token)
    if re.fullmatch(r"[0-9]+(st|nd|rd|th)", token):
        return ordinal_words(token[:-2])
    if re.fullmatch(r"[0-9]+'?s", token):
        return _decade_words(re.sub("[^0-9]", "", token))
    if re.search(r"[0-9]", token):
        return " ".join(_token_words(part) for part in re.findall(r"[0-9]+|[a-z']+", token))
    return token


def _word(token: str) -> str:
    """One token of letters, digits, apostrophes and hyphens, as the data writes it; may be several words or none."""
    token = token.rstrip("-")
    if token in CLIPPED:
        return CLIPPED[token]
    token = token.strip("'-")
    if token in VARIANTS:
        return VARIANTS[token]
    if token in HYPHENATED:
        return token
    parts = [part.strip("'") for part in token.split("-")]
    return " ".join(_token_words(part) for part in parts if part)


def normalise_text(text: str) -> str:
    """What the training data would have written for ``text``; words are separated by one space."""
    # Quotes first: NFKD takes the acute accent that stands for an apostrophe apart.
    text = unicodedata.normalize("NFKD", _QUOTES.sub("'", text))
    text = _DASHES.sub("-", text)
    text = re.sub("[\u0300-\u036f]", "", text).lower().translate(_LETTERS)
    text = re.sub(r"\$([0-9][0-9,]*(?:\.[0-9]+)?)", r"\1 dollars", text)
    text = re.sub(r"([0-9]),(?=[0-9]{3}(?![0-9]))", r"\1", text)
    text = re.sub(r"([0-9])\.([0-9]+)", lambda m: f"{m[1]} point {' '.join(m[2])}", text)
    text = re.sub(r"([0-9]):00(?![0-9])", r"\1 o'clock", text)
    text = re.sub(r"(?<![a-z])([a-z])\.(?=[a-z]\.)", r"\1", text)
    text = text.replace("%", " percent ").replace("&", " and ").replace("@", " at ")
    tokens = _TOKEN.findall(text)
    words: list[str] = []
    index = 0
    while index < len(tokens):
        pair = PAIRS.get((tokens[index], tokens[index + 1])) if index + 1 < len(tokens) else None
        word = pair if pair is not None else _word(tokens[index])
        index += 1 if pair is None else 2
        if word:
            words.append(word)
    return " ".join(words)
