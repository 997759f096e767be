#!/usr/bin/env bash
# The full decision model: Qwen3-0.6B with LoRA and FiLM at its own width of 1024, with RESPOND's settings (section 3.5).
#
#   training/runs/full-decision.sh DATA_DIR OUT_DIR [options of train_full_decision.py]
#
# DATA_DIR  the unpacked shared Switchboard archive: swb_ms98_transcriptions/, swb_dialog_acts_words/, splits/
# OUT_DIR   scratch, outside the repository: it holds transcripts. A run that was stopped goes on from its checkpoint.
# CORPUS    switchboard (the default), candor, mm-f2f or fisher; DATA_DIR is then that corpus (see read_corpus.py)
# BACKBONE  Qwen/Qwen3-0.6B by default: any name on the Hugging Face hub, or a folder
# SEQUENCES options of make_full_sequences.py. "--labelled" with CORPUS=mm-f2f and "--condition none" at the end is the
#           paper's run without dials (section 4.1); "--natural" leaves the classes as they fall
# LAUNCH    options of accelerate launch: "--mixed_precision bf16" by default; "--num_processes 4 --mixed_precision bf16"
#           for four GPUs, --multi_gpu, --num_machines and so on for more
# LAYERS    only the backbone's first N layers; all by default
#
# Needs a GPU (RESPOND: an hour and a half on an A100) and training's extra "full". Results: OUT_DIR/export; full-pack.sh
# goes on from there to the packs.
set -euo pipefail
data=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
shift 2
root=$(realpath "$(dirname "$0")/../..")
scripts=$root/training/scripts
export PYTHONPATH=$root/training PYTHONUNBUFFERED=1
corpus=${CORPUS:-switchboard}
backbone=${BACKBONE:-Qwen/Qwen3-0.6B}
read -r -a sequences <<<"${SEQUENCES:-}"
read -r -a launch <<<"${LAUNCH:---mixed_precision bf16}"
layers=(${LAYERS:+--layers "$LAYERS"})

# Before the hours, not after them.
python "$scripts/train_full_decision.py" "$out" --check "$@"
if [[ ! -f $out/val.jsonl ]]; then
  if [[ $corpus == switchboard ]]; then
    python "$scripts/read_switchboard.py" "$data" "$out"
  else
    python "$scripts/read_corpus.py" "$corpus" "$data" "$out"
  fi
fi
[[ -f $out/sequences.json ]] ||
  python "$scripts/make_full_sequences.py" "$out" "$backbone" "${sequences[@]}" "${layers[@]}"
accelerate launch "${launch[@]}" "$scripts/train_full_decision.py" "$out" --backbone "$backbone" "${layers[@]}" "$@" |
  tee -a "$out/train.log"
python "$scripts/export_full_decision.py" "$out"
