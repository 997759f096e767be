"""Writes the golden file that ties the two simulations: python scripts/make_simulate_golden.py"""

from pathlib import Path

from mhm_training.pack import write_json
from mhm_training.simulate_cases import simulated

TARGET = Path(__file__).parents[2] / "src/decision/simulate.golden.json"

if __name__ == "__main__":
    write_json(TARGET, simulated())
