"""The joint space on made-up recordings and contexts."""

import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from mhm_training import clips_coverage, joint, joint_ablations, joint_scores, joint_text
from mhm_training.clips_fit import NAMES
from mhm_training.clips_pack import BANK as PACK
from mhm_training.joint_contexts import contexts
from mhm_training.joint_data import DIMENSIONS, load
from mhm_training.joint_packs import JOINT, RATED_BY, ears_of, read_joint, tone
from mhm_training.voice_encoder import RATES, at_rate, frame_count, log_mel
from mhm_training.voice_prosody import measure


def made_up(count: int = 120) -> joint.Clips:
    """Voices whose first 18 numbers tell the form and whose 19th the energy."""
    random = np.random.default_rng(0)
    form = np.arange(count) % 18
    voice = random.standard_normal((count, 100)) * 0.1
    voice[np.arange(count), form] += 3
    energy = random.uniform(1.5, 4.5, count)
    voice[:, 18] = energy
    affect = np.stack([energy, np.full(count, 3.0) + random.normal(0, 0.1, count), 6 - energy], axis=1)
    return joint.Clips(voice, random.standard_normal((count, 6)), form, affect, np.ones(count), np.ones(count))


@pytest.fixture
def weak_ridge(monkeypatch):
    """A hundred recordings cannot bear the strength that two thousand need."""
    monkeypatch.setattr(joint, "FORM_STRENGTH", 10.0)
    monkeypatch.setattr(joint, "AFFECT_STRENGTH", 10.0)
    monkeypatch.setattr(joint, "FORM_WEIGHT", 10.0)
    monkeypatch.setattr(joint, "SOUND", slice(0, 100))


@pytest.mark.usefixtures("weak_ridge")
def test_maps_find_form_and_affect_of_recordings_they_never_saw():
    clips = made_up()
    seen, unseen = np.arange(90), np.arange(90, 120)
    fitted = joint.fit(clips.take(seen))
    inputs = fitted.inputs(clips.voice[unseen], clips.prosody[unseen])
    forms = fitted.forms(inputs)
    affects = fitted.affects(inputs, forms)
    assert (forms.argmax(1) == clips.form[unseen]).mean() > 0.9
    assert np.corrcoef(affects[:, 0], clips.affect[unseen, 0])[0, 1] > 0.75
    vectors = fitted.vectors(inputs, forms, affects)
    assert vectors.shape == (30, 18 + 3 + min(joint.VOICE_SIZE, fitted.voice[0].shape[1]))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1)


@pytest.mark.usefixtures("weak_ridge")
def test_ratings_of_another_scale_teach_only_their_differences():
    clips = made_up()
    affect, weight = clips.affect.copy(), clips.affect_weight.copy()
    affect[60:], weight[60:] = affect[60:] * 0.2 + 9, 0.3
    fitted = joint.fit(joint.Clips(clips.voice, clips.prosody, clips.form, affect, clips.form_weight, weight))
    inputs = fitted.inputs(clips.voice, clips.prosody)
    assert abs(fitted.affects(inputs, fitted.forms(inputs))[:, 0].mean() - clips.affect[:, 0].mean()) < 0.3


def test_a_context_prefers_the_form_it_was_trained_with():
    told = [[("you", f"we won the game {n}")] for n in range(40)] + [[("you", f"it is a box {n}")] for n in range(40)]
    read = [joint_text.entries(turns) for turns in told]
    vocabulary = joint_text.choose_vocabulary(read)
    table = joint_text.train(read, np.repeat([0, 1], 40), vocabulary)
    index = {entry: row for row, entry in enumerate(vocabulary)}
    won, box = (joint_text.gains(table, index, [("you", text)]) for text in ("so we won the game", "a box it is"))
    assert won[0] > won[1] and box[1] > box[0]
    assert not joint_text.gains(table, index, [("you", "")]).any() or "#0" in index


def test_contexts_hold_what_was_said_before_and_no_more():
    words = [[0.0, 0.3, "so"], [0.3, 0.6, "we"], [0.6, 1.0, "won"], [2.5, 2.8, "later"]]
    talk = {
        "id": "1",
        "sides": [
            {"words": words, "acknowledged": []},
            {"words": [[1.2, 1.5, "wow"]], "acknowledged": []},
        ],
    }
    (found,) = contexts(talk)
    assert found.form == "wow"
    assert found.turns == (("you", "so we won"),)


def test_pitch_and_length_of_a_made_up_voice():
    found = measure(tone(200.0, 0.5))
    assert found.pitch_hz == pytest.approx(200, rel=0.01)
    assert found.range_st < 0.5
    assert 350 <= found.voiced_ms <= 500
    assert measure(tone(150.0, 0.8, slope=12.0)).slope_st_per_s == pytest.approx(12, rel=0.1)
    silent = measure(np.zeros(8000))
    assert silent.pitch_hz is None and silent.voiced_ms == 0


def test_log_mel_has_two_columns_a_frame_and_a_floor():
    audio = tone(200.0, 0.5)
    mel = log_mel(audio)
    assert mel.shape == (80, 2 * (frame_count(len(audio)) + 12))
    assert mel.max() - mel.min() <= 2.0 + 1e-6
    assert log_mel(np.tile(audio, 40)).shape == (80, 800)


def test_intervals_hold_their_middle():
    middle, low, high = joint_scores.interval(np.repeat([0.0, 1.0], 50))
    assert low < middle == 0.5 < high
    assert joint_scores.closest(np.array([[1.0, 0], [0, 1], [0.9, 0.1]])) == (0, 2)
    np.testing.assert_allclose(joint_scores.first_of(np.array([[1.0, 1, 0], [0, 1, 0], [2, 1, 0]])), [0.5, 0, 1])


def test_packs_are_read_back_as_they_were_measured_on_made_up_voices():
    models = Path(__file__).parents[2] / "models"
    fitted, ears = read_joint(models), ears_of(models)
    cases = json.loads((models / JOINT / "golden.json").read_text())["cases"]
    for case in cases:
        audio = tone(**case["tone"])
        inputs = fitted.inputs(ears.pooled(audio)[None], measure(audio).values[None])
        forms = fitted.forms(inputs)
        affects = fitted.affects(inputs, forms)
        np.testing.assert_allclose(affects[0], case["affect"], atol=0.01)
        np.testing.assert_allclose(fitted.vectors(inputs, forms, affects)[0], case["vector"], atol=0.005)


def test_the_shipped_bank_is_rated_by_the_shipped_packs():
    models = Path(__file__).parents[2] / "models"
    bank = json.loads((models / PACK / "bank.json").read_text())
    assert bank["encoder"] == RATED_BY
    fitted, ears = read_joint(models), ears_of(models)
    for entry in bank["recordings"][::40]:
        audio = load(models / PACK / entry["file"])
        inputs = fitted.inputs(ears.pooled(audio)[None], measure(audio).values[None])
        forms = np.eye(18)[[NAMES.index(entry["form"])]]
        affects = fitted.affects(inputs, forms)
        np.testing.assert_allclose(affects[0], [entry[name] for name in DIMENSIONS], atol=0.02)
        np.testing.assert_allclose(fitted.vectors(inputs, forms, affects)[0], entry["vector"], atol=0.002)


def test_places_in_a_gallery_share_among_equals():
    scores = np.zeros((2, 20))
    scores[0, 3], scores[1, 4:8] = 1.0, 1.0
    hits, rank, reciprocal = joint_ablations.places(scores, np.array([3, 5]))
    np.testing.assert_allclose(hits, [1.0, 0.5])
    np.testing.assert_allclose(rank, [1.0, 2.5])
    np.testing.assert_allclose(reciprocal, [1.0, np.mean([1, 1 / 2, 1 / 3, 1 / 4])])


def test_coverage_has_a_row_and_two_panels_a_form():
    values = np.random.default_rng(0).uniform(1, 5, (54, 3))
    recordings = [
        {"form": name, "delivery": f"d{n}", **dict(zip(DIMENSIONS, values[3 * row + n], strict=True))}
        for row, name in enumerate(NAMES)
        for n in range(3)
    ]
    lines = clips_coverage.table(recordings, values)
    own = values[:3].mean(0)
    assert any(line.startswith(f"| {NAMES[0]} | 3 | 3 | {own[0]:.2f} ± ") for line in lines)
    assert sum(line.startswith("| ") for line in lines) == 18 + 2
    figure = clips_coverage.figure(recordings)
    assert figure.count('class="dot"') == 2 * 54 and figure.count('class="paper"') == 2 * 18
    ElementTree.fromstring(figure)


def test_a_slower_sound_is_longer_and_lower():
    audio = tone(200.0, 0.5)
    for rate in RATES:
        played = at_rate(audio, rate)
        assert len(played) == int(len(audio) / rate)
        assert measure(played).pitch_hz == pytest.approx(200 * rate, rel=0.02)
