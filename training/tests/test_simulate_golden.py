import json
from pathlib import Path

from mhm_training.simulate_cases import SETTINGS, simulated

GOLDEN = Path(__file__).parents[2] / "src/decision/simulate.golden.json"


def test_the_golden_file_is_what_the_code_does() -> None:
    assert json.loads(json.dumps(simulated())) == json.loads(GOLDEN.read_text())


def test_it_touches_both_actions_at_every_open_setting() -> None:
    for number, (bc, tc) in enumerate(SETTINGS):
        actions = {action for case in simulated()["cases"] for _, action in case["runs"][number]["events"]}
        assert actions == ({"turn_claim", "backchannel"} if bc > 0 else {"turn_claim"}), (bc, tc)
