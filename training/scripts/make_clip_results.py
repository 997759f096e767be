"""Writes docs/results/clips.md and clips.json: python scripts/make_clip_results.py OUT_DIR MODELS_DIR RESULTS_DIR"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from mhm_training.clips_forms import FORMS, NOT_JUDGED
from mhm_training.clips_pack import BANK, COMMAND, FIT
from mhm_training.pack import write_json

NOT_CHECKED = (
    "No person has listened: that the deliveries sound pleasant and mean what they are named after is inferred from measures "
    "and spectrograms.",
    f"{' and '.join(NOT_JUDGED)} cannot be judged by the recogniser, which does not know them from people either (last column); "
    "they are kept by their measures: closed lips throughout, and in `mhm` a dip of the level between two beats.",
    "Naturalness scores (UTMOS and the like) were not computed: no such model was at hand.",
)


def read(path: Path) -> dict | list | None:
    return json.loads(path.read_text()) if path.exists() else None


def span(values: list[float], digits: int = 0) -> str:
    return f"{min(values):.{digits}f} to {max(values):.{digits}f}"


def clips_table(takes: list[dict], human: dict) -> str:
    head = "form | kept / tried | median pitch, Hz | pitch range, st | slope, st/s | length, ms | level, dBFS | heard | people heard"
    lines = [f"| {head} |", "|" + " --- |" * (head.count("|") + 1)]
    for name in FORMS:
        tried = [take for take in takes if take["file"].rsplit("-", 2)[0] == name]
        kept = [take for take in tried if take["kept"]]
        understood = sum(take["understood"] for take in kept)
        people = human.get(name)
        cells = [
            name,
            f"{len(kept)} / {len(tried)}",
            span([take["median_hz"] for take in kept]),
            span([take["range_st"] for take in kept], 1),
            span([take["slope_st_per_s"] for take in kept]),
            span([take["duration_ms"] for take in kept]),
            span([take["rms_db"] for take in kept]),
            f"{understood} / {4 * len(kept)}" + (" (not used)" if name in NOT_JUDGED else ""),
            f"{people['heard']} / {people['recordings']}" if people else "-",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def fit_lines(fitted: dict | None, tried: dict | None) -> list[str]:
    if fitted is None:
        return ["No table of forms has been fitted yet."]
    rows = [f"| {name} | {score['value']:.4f} | {score['on']} |" for name, score in fitted["scores"].items()]
    examples = f" {tried['examples']['train']} backchannels of the train conversations." if tried else ""
    intro = (
        f"`form-fit.json`: {len(fitted['vocabulary'])} entries (words, last words, two flags) to 18 forms, multinomial "
        f"logistic regression, C {fitted['strength']} chosen by log loss on val.{examples} `_even`: with all forms equally "
        "frequent. For comparison, on all 420 sets of the study: people .474, frozen MiniLM .443."
    )
    return [intro, "", "| score | value | on |", "| --- | --- | --- |", *rows]


def main(out: Path, models: Path, results: Path) -> None:
    takes, lines, sample = read(out / "clips.json"), read(out / "voice.json"), read(out / "sample.json")
    human, tried = read(out / "fica.json") or {}, read(out / "form-fit.json")
    fitted = read(models / BANK / FIT)
    dropped = [
        f"* `{take['file']}`: {', '.join(take['faults']) or 'misread: ' + ' / '.join(text or '-' for text in take['heard'])}"
        for take in takes
        if not take["kept"]
    ]
    misread = [f'* "{line["text"]}" was read as "{line["heard"]}"' for line in lines if line["errors"]]
    kept_lines = [line for line in lines if not line["errors"]]
    words, errors = (sum(row[key] for row in sample["sentences"]) for key in ("words", "errors"))
    text = [
        "## Clips: recordings in one voice",
        "",
        f"{datetime.now(UTC).date()}, `{COMMAND}`; every take with all its measures in `clips.json`.",
        "",
        f"{sum(take['kept'] for take in takes)} of {len(takes)} recordings kept. Pitch range: 5th to 95th percentile. Heard: the "
        "recogniser (Moonshine tiny) wrote the form, alone and after three phrases of the same voice; kept from two of four; "
        "each is the best of up to nine takes, so these shares flatter. "
        "People heard: the same recogniser on a human speaker's recordings (FiCa) of the form, alone.",
        "",
        clips_table(takes, human),
        "",
        "Not kept:" if dropped else "Nothing was dropped.",
        "",
        *dropped,
        *([""] if dropped else []),
        "Could not be checked:",
        "",
        *(f"* {line}" for line in NOT_CHECKED),
        "",
        "### Which form fits",
        "",
        *fit_lines(fitted, tried),
        "",
        "### Spoken turns and the sample conversation",
        "",
        f"{len(kept_lines)} of {len(lines)} lines kept, {sum(line['duration_s'] for line in kept_lines):.0f} s in all; kept only "
        "when read without a single wrong word (normalised).",
        *(["", *misread] if misread else []),
        "",
        f"Sample: {sample['duration_s']:.1f} s, {words} words, {errors} of them misread, a sentence at a time. Word times are the "
        "voice's own phoneme lengths (steps of 25 ms), trimmed to sound.",
    ]
    results.mkdir(parents=True, exist_ok=True)
    (results / "clips.md").write_text("\n".join(text) + "\n")
    write_json(
        results / "clips.json", {"takes": takes, "lines": lines, "sample": sample, "fica": human, "form_fit": tried}
    )


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
