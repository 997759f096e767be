#!/usr/bin/env bash
# The listener's recordings: the clip bank, the spoken turns and the sample conversation, and docs/results/clips.md.
#
#   training/runs/small-clips.sh OUT_DIR [DATA_DIR]
#
# OUT_DIR     scratch, outside the repository
# DATA_DIR    the unpacked research archives: swb_ms98_transcriptions/, swb_dialog_acts_words/, splits/, perception/, and
#             fica/ (to measure only). Without it the table of forms that is already in the pack stays as it is.
# RECOGNISER  a folder with encoder_model.ort, decoder_model_merged.ort and tokenizer.bin. By default the one inside the
#             package moonshine-voice 0.0.49, fetched by pip into OUT_DIR.
#
# Needs training's requirements with the extra "clips" (hibari-tts, soundfile). About eight minutes on one CPU core.
set -euo pipefail
mkdir -p "$1"
out=$(realpath "$1")
data=${2:+$(realpath "$2")}
root=$(realpath "$(dirname "$0")/../..")
scripts=$root/training/scripts
export PYTHONPATH=$root/training PYTHONUNBUFFERED=1

if [[ -z "${RECOGNISER:-}" ]]; then
  pip download --no-deps --quiet --dest "$out" moonshine-voice==0.0.49
  python -m zipfile -e "$out"/moonshine_voice-0.0.49-*.whl "$out/recogniser-wheel"
  RECOGNISER=$out/recogniser-wheel/moonshine_voice/assets/tiny-en
fi

python "$scripts/make_clips.py" "$out" "$root/models" "$RECOGNISER"
if [[ -n "$data" ]]; then
  [[ -f $out/val.jsonl ]] || python "$scripts/read_switchboard.py" "$data" "$out"
  python "$scripts/fit_clip_forms.py" "$out" "$root/models" "$data"
  python "$scripts/score_clip_recogniser.py" "$out" "$data" "$RECOGNISER"
fi
python "$scripts/make_voice_lines.py" "$out" "$root/models" "$RECOGNISER"
python "$scripts/make_sample.py" "$out" "$root/public/sample" "$RECOGNISER"
python "$scripts/make_clip_results.py" "$out" "$root/models" "$root/docs/results"
