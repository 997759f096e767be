"""Fits the policy's thresholds by closed-loop simulation, and measures the rates that the dials give.

python scripts/fit_policy.py OUT_DIR MODEL_DIR

Fitted on talks of the choosing half of val; the published rates are simulated on talks of the reporting half. Writes
policy.json and rates.json.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy.special import expit, logit

from mhm_training.corpus import halves, read_conversations
from mhm_training.dials import dial_of, ratios
from mhm_training.export import hidden_states, session
from mhm_training.labels import BACKCHANNEL, TURN_CLAIM, boundary_classes, sounding, utterances
from mhm_training.policy import Policy
from mhm_training.pool import partner_words
from mhm_training.simulate import (
    NumpyHead,
    Stream,
    Talk,
    interval,
    partner_talk,
    rate_per_minute,
    run,
    speech_minutes,
)
from mhm_training.text import normalise_text
from mhm_training.tokens import load_tokenizer, token_ids
from mhm_training.windows import window_start

KNOTS = (0.1, 0.3, 0.5, 0.7, 0.9)
OTHER = 0.5
NEAR, NEAR_OTHER = 0.1, 0.2
TALKS = {"choose": 40, "report": 40}
ROUNDS, GAIN = 9, 0.6
# A simulated backchannel counts as placed when a real one begins this close to it.
NEAR_MS = 500.0
SEED = 5


def listener_counts(conversation: dict, listener: int) -> tuple[int, int, float]:
    """Backchannels and claims of one listener at the partner's word boundaries, and the partner's speech minutes."""
    partner = conversation["sides"][1 - listener]
    words = partner_words(partner)
    if not words:
        return 0, 0, 0.0
    starts, ends = (np.array([word[i] for word in words]) for i in (0, 1))
    spans = utterances(conversation["sides"][listener])
    edges = np.array([span[:2] for span in spans]).reshape(-1, 2)
    kinds = np.array([span[2] for span in spans], int)
    label, _ = boundary_classes(starts, ends, conversation["duration_s"], edges[:, 0], kinds, np.zeros(len(words)))
    label = label[~sounding(starts, ends, edges)]
    return int((label == BACKCHANNEL).sum()), int((label == TURN_CLAIM).sum()), speech_minutes(partner)


def corpus_rates(train: list[dict], tables: tuple) -> dict[str, list[float]]:
    """What training listeners near each knot of one dial do, those whose other dial is near the middle."""
    rows = []
    for conversation in train:
        for listener, pair in enumerate(ratios(conversation)):
            dials = [dial_of(pair[k], tables[k]) for k in (0, 1)]
            rows.append([*dials, *listener_counts(conversation, listener)])
    table = np.array(rows)
    rates = {}
    for k, name in enumerate(("c_bc", "c_tc")):
        middle = np.abs(table[:, 1 - k] - OTHER) <= NEAR_OTHER
        near = [middle & (np.abs(table[:, k] - knot) <= NEAR) for knot in KNOTS]
        rates[name] = [float(table[rows, 2 + k].sum() / table[rows, 4].sum()) for rows in near]
        print(name, "listeners a knot", [int(rows.sum()) for rows in near], "rates", np.round(rates[name], 2))
    return rates


def load_talks(conversations: list[dict], count: int, out: Path, name: str, tokenizer) -> list[Talk]:
    """One side each of evenly chosen conversations, with int8 hidden states (kept on disk: they take minutes)."""
    picked = conversations[:: max(1, len(conversations) // count)][:count]
    cache = out / f"hidden-{name}.npz"
    stored = dict(np.load(cache)) if cache.exists() else {}
    running = session(out / "backbone.onnx")
    talks = []
    for number, conversation in enumerate(picked):
        side = conversation["sides"][number % 2]
        words = partner_words(side)
        if len(words) < 2:
            continue
        ends = np.array([word[1] for word in words])
        key = f"{conversation['id']}-{number % 2}"
        if key not in stored:
            texts = (words[window_start(ends, j) : j + 1] for j in range(len(words)))
            ids = [token_ids(tokenizer, normalise_text(" ".join(word[2] for word in text))) for text in texts]
            stored[key] = hidden_states(running, ids)
        talks.append(partner_talk(key, side, stored[key]))
    np.savez(cache, **stored)
    return talks


def make_policy(backchannel: np.ndarray, claim: np.ndarray) -> Policy:
    """Thresholds at the knots, continued in a straight line to 0 and 1."""
    dials = (0.0, *KNOTS, 1.0)
    curves = []
    for levels in (backchannel, claim):
        first = levels[0] + (levels[0] - levels[1]) / 2
        last = levels[-1] + (levels[-1] - levels[-2]) / 2
        curves.append((dials, tuple(float(np.clip(round(v, 4), 0.02, 0.98)) for v in (first, *levels, last))))
    return Policy(*curves)


def simulate(talks: list[Talk], policy: Policy, settings: list[tuple[float, float]], head: NumpyHead) -> list:
    """Finished streams, a list for each setting."""
    groups = [[Stream(talk, bc, tc, policy) for talk in talks] for bc, tc in settings]
    run([stream for group in groups for stream in group], head)
    return groups


def fit(talks: list[Talk], corpus: dict, head: NumpyHead) -> Policy:
    """Thresholds at which the simulated rates match the corpus; log odds are moved by its rate's log error."""
    levels = {"c_bc": np.full(len(KNOTS), logit(0.85)), "c_tc": np.full(len(KNOTS), logit(0.87))}
    settings = [(knot, OTHER) for knot in KNOTS] + [(OTHER, knot) for knot in KNOTS]
    for number in range(ROUNDS):
        groups = simulate(talks, make_policy(expit(levels["c_bc"]), expit(levels["c_tc"])), settings, head)
        errors = {}
        for name, kind, part in (("c_bc", BACKCHANNEL, groups[:5]), ("c_tc", TURN_CLAIM, groups[5:])):
            rates = np.array([rate_per_minute(group, kind) for group in part])
            errors[name] = np.log((rates + 0.02) / (np.array(corpus[name]) + 0.02))
        print("round", number, {name: np.round(error, 2).tolist() for name, error in errors.items()}, flush=True)
        for name, error in errors.items():
            levels[name] = levels[name] + GAIN / (1 + number / 2) * np.clip(error, -1.5, 1.5)
    return make_policy(expit(levels["c_bc"]), expit(levels["c_tc"]))


def mid_phrase_share(groups: list, kind: int, policy: Policy) -> float:
    """The share of actions after which the partner goes on within ``phrase_final_silence_ms`` of the word's end."""
    mid = total = 0
    for stream in groups:
        starts, ends = stream.talk.starts, stream.talk.ends
        for now, action in stream.events:
            if action == kind:
                word = int(np.searchsorted(ends, now + 1e-6, side="right")) - 1
                following = starts[word + 1] if word + 1 < len(starts) else np.inf
                mid += following - ends[word] < policy.phrase_final_silence_ms
                total += 1
    return float(mid / max(total, 1))


def placement(streams: list[Stream], onsets_ms: dict[str, np.ndarray]) -> dict:
    """How many simulated backchannels have a real one within ``NEAR_MS``, and how many real ones a simulated one."""
    hits = said = found = real = 0
    for stream in streams:
        simulated = np.array([now for now, action in stream.events if action == BACKCHANNEL])
        apart = np.abs(simulated[:, None] - onsets_ms[stream.talk.name][None, :]) <= NEAR_MS
        hits, said = hits + int(apart.any(1).sum()), said + apart.shape[0]
        found, real = found + int(apart.any(0).sum()), real + apart.shape[1]
    return {
        "backchannels_precision": round(hits / max(said, 1), 3),
        "backchannels_recall": round(found / max(real, 1), 3),
    }


def backchannel_onsets(conversations: list[dict]) -> dict[str, np.ndarray]:
    """Onsets (ms) of the real listener's backchannels, by the name of the partner's talk."""
    onsets = {}
    for conversation in conversations:
        for side in (0, 1):
            spans = utterances(conversation["sides"][1 - side])
            begun = [start * 1000 for start, _, kind in spans if kind == BACKCHANNEL]
            onsets[f"{conversation['id']}-{side}"] = np.array(begun)
    return onsets


def main(out: Path, source: str) -> None:
    tokenizer = load_tokenizer(source)
    dials = json.loads((out / "dials.json").read_text())
    tables = tuple(np.array(dials[name]["quantiles"]) for name in ("c_bc", "c_tc"))
    corpus = corpus_rates(read_conversations(out / "train.jsonl"), tables)
    choose, report = halves(read_conversations(out / "val.jsonl"))
    head = NumpyHead(dict(np.load(out / "head.npz")))
    policy = fit(load_talks(choose, TALKS["choose"], out, "choose", tokenizer), corpus, head)
    (out / "policy.json").write_text(json.dumps(policy.meta(), indent=1))
    talks = load_talks(report, TALKS["report"], out, "report", tokenizer)
    result = measure(talks, policy, corpus, head, backchannel_onsets(report))
    (out / "rates.json").write_text(json.dumps(result, indent=1))


def measure(talks: list[Talk], policy: Policy, corpus: dict, head: NumpyHead, onsets_ms: dict) -> dict:
    """The rates that the dials give on talks that nothing was fitted on, and where the backchannels fall."""
    settings = (
        [(knot, OTHER) for knot in KNOTS] + [(OTHER, knot) for knot in KNOTS] + [(0.5, 0.2), (0.5, 0.0), (0.0, 0.2)]
    )
    groups = simulate(talks, policy, settings, head)
    rng = np.random.default_rng(SEED)
    result: dict = {"talks": {"fitted_on": TALKS["choose"], "reported_on": len(talks)}, "settings": []}
    for name, kind, part in (("c_bc", BACKCHANNEL, groups[:5]), ("c_tc", TURN_CLAIM, groups[5:10])):
        bounds = [interval(group, kind, rng) for group in part]
        result[name] = {
            "dial": list(KNOTS),
            "corpus": [round(rate, 3) for rate in corpus[name]],
            "simulated": [round(rate_per_minute(group, kind), 3) for group in part],
            "low": [round(low, 3) for low, _ in bounds],
            "high": [round(high, 3) for _, high in bounds],
        }
    for (bc, tc), group in zip(settings, groups, strict=True):
        row = {"bc": bc, "tc": tc}
        for name, kind in (("backchannels", BACKCHANNEL), ("claims", TURN_CLAIM)):
            row[f"{name}_per_min"] = round(rate_per_minute(group, kind), 3)
            row[f"{name}_mid_phrase"] = round(mid_phrase_share(group, kind, policy), 3)
        row |= placement(group, onsets_ms)
        result["settings"].append(row)
        print(row)
    return result


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
