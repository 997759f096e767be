#!/usr/bin/env bash
# The whole full set, trained: Qwen3-0.6B with LoRA for the decision, WavLM base-plus for sound, the joint space between
# them, the policy fitted to both, and every pack of it, checked. Nobody has published such weights: these are yours.
#
#   training/runs/full-pack.sh DATA_DIR AUDIO_DIR OUT_DIR MODELS_DIR [options of train_full_decision.py]
#
# DATA_DIR    the unpacked research archives: swb_ms98_transcriptions/, swb_dialog_acts_words/, splits/, perception/
# AUDIO_DIR   the recordings of its conversations, **/ID.{wav,flac,sph}, a channel a side
# OUT_DIR     scratch, outside the repository: it holds transcripts. A run that was stopped goes on where it was.
# MODELS_DIR  where the packs go, such as models-full/
# VOICE       microsoft/wavlm-base-plus by default: on the Hugging Face hub, or a folder
# STUDY       the perception study; DATA_DIR/perception by default
# JOINT       options of train_full_joint.py
# RESULTS     where full-pack.md goes; docs/results/ by default
# CORPUS, BACKBONE, SEQUENCES, LAUNCH, LAYERS: see full-decision.sh
#
# Needs a GPU, the hub, and training's extras "full" and "clips". random-full-pack.sh makes the same packs untrained.
set -euo pipefail
data=$(realpath "$1")
audio=$(realpath "$2")
mkdir -p "$3" "$4"
out=$(realpath "$3")
packs=$(realpath "$4")
shift 4
root=$(realpath "$(dirname "$0")/../..")
scripts=$root/training/scripts
export PYTHONPATH=$root/training PYTHONUNBUFFERED=1
voice=${VOICE:-microsoft/wavlm-base-plus}
study=${STUDY:-$data/perception}
read -r -a joint <<<"${JOINT:-}"
cpu=()
[[ " $* " == *" --cpu "* ]] && cpu=(--cpu)
bank=$(ls -d "$root"/models/clips-heart/* | sort -V | tail -1)

# Before the hours, not after them.
python "$scripts/make_full_parts.py" "$out" "$study" --check
python "$scripts/embed_full_pack.py" "$out" "$audio" --voice "$voice" --check "${cpu[@]}"
[[ -f $out/export/export.json ]] || "$root/training/runs/full-decision.sh" "$data" "$out" "$@"
[[ -f $out/rates.json ]] || python "$scripts/fit_policy.py" "$out" --full
[[ -f $out/joint/embedded.json ]] ||
  python "$scripts/embed_full_pack.py" "$out" "$audio" --voice "$voice" "${cpu[@]}"
[[ -f $out/joint/export/export.json ]] ||
  python "$scripts/train_full_joint.py" "$out/joint" "${joint[@]}" | tee -a "$out/joint/train.log"
python "$scripts/make_full_parts.py" "$out" "$study" --voice "$voice"
python "$scripts/make_full_packs.py" "$out/parts" "$packs" "$bank" --words "$out/val.jsonl"
python "$scripts/make_full_pack_results.py" "$packs" "${RESULTS:-$root/docs/results}"
