#!/usr/bin/env bash
# The joint space as arXiv 2604.16622 makes it: a language model fine-tuned on written-out talk, WavLM, two projections.
#
#   training/runs/full-joint.sh DATA_DIR AUDIO_DIR OUT_DIR [options of train_full_joint.py]
#
# DATA_DIR   the unpacked shared Switchboard archive: swb_ms98_transcriptions/, swb_dialog_acts_words/, splits/
# AUDIO_DIR  the recordings of its conversations, **/ID.{wav,flac,sph}, a channel a side
# OUT_DIR    scratch, outside the repository: it holds transcripts. A run that was stopped goes on from its checkpoint.
# CORPUS     switchboard (the default) or fisher; DATA_DIR is then that corpus (see read_corpus.py)
# LANGUAGE   Qwen/Qwen2.5-7B by default: a causal language model on the Hugging Face hub, or a folder
# VOICE      microsoft/wavlm-large by default: on the hub, or a folder
# TUNING     options of train_joint_language.py
# LAUNCH     options of accelerate launch: "--mixed_precision bf16" by default; more GPUs: "--num_processes 4 …"
#
# Needs a GPU with room for the language model, training's extra "full", and soundfile. Results: OUT_DIR/export.
# The ablations of Tables 2 and 3: --context text, voice or both, and --turns 1, 3 or 5, at the end.
set -euo pipefail
data=$(realpath "$1")
audio=$(realpath "$2")
mkdir -p "$3"
out=$(realpath "$3")
shift 3
root=$(realpath "$(dirname "$0")/../..")
scripts=$root/training/scripts
export PYTHONPATH=$root/training PYTHONUNBUFFERED=1
corpus=${CORPUS:-switchboard}
language=${LANGUAGE:-Qwen/Qwen2.5-7B}
voice=${VOICE:-microsoft/wavlm-large}
read -r -a tuning <<<"${TUNING:-}"
read -r -a launch <<<"${LAUNCH:---mixed_precision bf16}"
cpu=()
[[ " ${tuning[*]} " == *" --cpu "* ]] && cpu=(--cpu)

# Before the hours, not after them.
python "$scripts/train_joint_language.py" "$out" --check --language "$language" "${tuning[@]}"
python "$scripts/embed_joint.py" "$out" "$audio" --check --voice "$voice" "${cpu[@]}"
if [[ ! -f $out/val.jsonl ]]; then
  if [[ $corpus == switchboard ]]; then
    python "$scripts/read_switchboard.py" "$data" "$out"
  else
    python "$scripts/read_corpus.py" "$corpus" "$data" "$out"
  fi
fi
[[ -f $out/language.json ]] ||
  accelerate launch "${launch[@]}" "$scripts/train_joint_language.py" "$out" --language "$language" "${tuning[@]}" |
  tee -a "$out/language.log"
[[ -f $out/embedded.json ]] ||
  python "$scripts/embed_joint.py" "$out" "$audio" --language "$language" --voice "$voice" "${cpu[@]}"
python "$scripts/train_full_joint.py" "$out" "$@" | tee -a "$out/joint.log"
