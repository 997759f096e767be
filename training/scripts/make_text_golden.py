"""Writes the golden file that ties the two normalisers: python scripts/make_text_golden.py"""

import json
from pathlib import Path

from mhm_training.text import normalise_text

TARGET = Path(__file__).parents[2] / "src/shared/text.golden.json"
TEXTS = [
    "",
    "   ",
    "Hello, world!",
    "Don\u2019t you think it\u2018s odd?",
    "DON'T SHOUT, don\u00b4t, don`t, don\u02bct",
    "Mhm.",
    "Mm-hmm, mm hmm. Mmhmm; m-hm",
    "Um hum, uh huh, Uh-huh! uhhuh",
    "Uh-uh. Nuh-uh.",
    "Hmm... Hm, mm. Er, erm, ahh, ohh",
    "OK, ok. Okay? 'Kay. Mkay",
    "Yup, yep, yeah, yea",
    "alright then",
    "'Cause I told 'em; the cause of it, 'til Monday",
    "Mr. Smith met Dr. Jones and Mrs. Brown.",
    "the U.S. and the T.V. at 5 p.m.",
    "a well-known part-time job \u2014 really\u2013truly",
    "I saw 3 dogs, 21 cats and 100 birds",
    "in 1984, in 1905, in 2001, in 2012, in 1900",
    "the 1st, 2nd, 3rd, 4th, 12th, 20th, 21st and 100th",
    "the '80s and the 1990s and the 2000's",
    "$5, $1,000.50, 10,000 people, 1,234,567",
    "3.14 and 0.5 and 98.6",
    "5:30, 5:05, 6:00 and 10:00:05",
    "call 5551234 or 0800",
    "401K, V8, 20/20, 49ers, COVID-19, A&E, AT&T",
    "50% of 7",
    "me@home #tag under_score (really) [sic] {x}",
    "caf\u00e9 na\u00efve \u00fcber stra\u00dfe \u00c6sop \u00d8re",
    "\U0001f642 \U0001f44d\U0001f3fd ok \U0001f468\u200d\U0001f469\u200d\U0001f467 1\ufe0f\u20e3",
    "\u041f\u0440\u0438\u0432\u0435\u0442 \u4f60\u597d",
    "\u201cquoted\u201d \u2018single\u2019 rock 'n' roll the dogs' bone",
    "- leading -dash trailing- --- ' '' -'-",
    "i th- i think we- well",
    "wait\u2026what?!",
    "tab\tand\nnew line\u00a0space",
    "\ufb01ne \uff21\uff22\uff23 \u00bd x\u00b2",
    "o'clock y'all ma'am",
    "007 00 0 000 999999 1000000",
    "hum-um bye-bye uh-oh sister-in-law",
]


def main() -> None:
    golden = {
        "cases": [{"text": text, "normalised": normalise_text(text)} for text in TEXTS],
        "numbers": [[n, normalise_text(str(n))] for n in (*range(2110), *range(2110, 10000, 37))],
    }
    lines = ",\n".join(json.dumps(case) for case in golden["cases"])
    numbers = ",\n".join(json.dumps(number) for number in golden["numbers"])
    TARGET.write_text(f'{{"cases": [\n{lines}\n],\n"numbers": [\n{numbers}\n]}}\n')


if __name__ == "__main__":
    main()
