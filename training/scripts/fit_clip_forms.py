"""Fits form-fit.json, which form fits the partner's last words, and packs the bank anew.

python scripts/fit_clip_forms.py OUT_DIR MODELS_DIR DATA_DIR

Reads OUT_DIR/{train,val}.jsonl (scripts/read_switchboard.py) and, to measure only, DATA_DIR/perception. The
regularisation is chosen by the log loss on val; the perception sets choose nothing.
"""

import sys
from pathlib import Path

from mhm_training import clips_fit
from mhm_training.clips_pack import BANK, FIT, describe_bank, write_json_compact
from mhm_training.corpus import read_conversations
from mhm_training.pack import write_json


def main(out: Path, models: Path, data: Path) -> None:
    halves = {
        split: [item for talk in read_conversations(out / f"{split}.jsonl") for item in clips_fit.examples(talk)]
        for split in ("train", "val")
    }
    fits = {strength: clips_fit.fit(halves["train"], strength) for strength in clips_fit.STRENGTHS}
    tried = {strength: clips_fit.score(fitted, halves["val"]) for strength, fitted in fits.items()}
    chosen = min(tried, key=lambda strength: tried[strength]["log_loss"])
    fitted = fits[chosen]
    on_val = f"{len(halves['val'])} backchannels of the Switchboard conversations of val"
    scores = {name: {"value": round(value, 4), "on": on_val} for name, value in tried[chosen].items()}
    sets = clips_fit.perception_sets(data / "perception")
    for temper in (0.0, clips_fit.TEMPER, 1.0):
        value, error = clips_fit.real_of_three(fitted, sets, temper)
        on = (
            f"{len(sets)} perception sets, frequencies to the power {temper:g}; standard error {error:.3f}; chance .333"
        )
        scores[f"real_of_three_{temper:g}"] = {"value": round(value, 4), "on": on}
    folder = models / BANK
    table = {
        "forms": list(clips_fit.NAMES),
        "window_words": clips_fit.WINDOW_WORDS,
        "entries": clips_fit.ENTRIES,
        "question_words": sorted(clips_fit.QUESTION),
        "short_words": clips_fit.SHORT_WORDS,
        "temper": clips_fit.TEMPER,
        "log_prior": [round(float(value), 4) for value in fitted.log_prior],
        "strength": chosen,
        "scores": scores,
        "bias": fitted.bias.tolist(),
        "vocabulary": fitted.vocabulary,
        "weights": fitted.weights.tolist(),
        "golden": clips_fit.golden(fitted),
    }
    write_json_compact(folder / FIT, table)
    describe_bank(folder)
    counts = {split: len(items) for split, items in halves.items()}
    write_json(out / "form-fit.json", {"examples": counts, "tried": tried, "chosen": chosen, "scores": scores})
    print(f"C {chosen}: log loss {tried[chosen]['log_loss']:.4f} on val")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
