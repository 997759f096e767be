"""Puts a fitted policy, its rates and the policy's golden cases into a head pack; the models stay as they are.

python scripts/update_policy.py OUT_DIR HEAD_PACK_DIR
"""

import json
import sys
from pathlib import Path

from mhm_training.pack import write_json, write_pack
from mhm_training.policy_cases import answered


def main(out: Path, pack: Path) -> None:
    meta = json.loads((pack / "meta.json").read_text())
    golden = json.loads((pack / "golden.json").read_text())
    meta["policy"] = json.loads((out / "policy.json").read_text())
    rates = json.loads((out / "rates.json").read_text())
    for name, dial in meta["dials"].items():
        dial["rate_per_min"], dial["late_rate_per_min"] = rates[name], rates["late"][name]
    write_json(pack / "golden.json", {**golden, "policy_cases": answered()})
    # What every pack says is written anew.
    write_pack(pack, {key: value for key, value in meta.items() if key not in ("format", "version", "name", "files")})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
