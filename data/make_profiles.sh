#!/usr/bin/env bash
# Train our models and measure them: every profile in this folder, with the names it has here.
# Some six hours on one core. It may be stopped at any moment; the same command goes on. Weights
# go to the folder given as the first argument, not into git.
set -euo pipefail
models=${1:?"usage: data/make_profiles.sh FOLDER_FOR_THE_WEIGHTS [FOLDER_FOR_THE_PROFILES]"}
profiles=${2:-$(cd "$(dirname "$0")" && pwd)/profiles}
read -r -a pycheck <<<"${PYCHECK:-pycheck}"
seeds="0 1 2 3 4"
snapshots="600 2000 6000"
bases="100 300 1000 3000 10000 30000 100000 300000 1000000"
mkdir -p "$models" "$profiles"

train() { # name, seed, more words for the trainer
  local out=$models/$1-seed$2
  [ -f "$out/config.json" ] || "${pycheck[@]}" experiment train --context 256 --seed "$2" \
    --steps 16000 "${@:3}" --out "$out"
}

measure() { # name of the profile, seeds, name of the model, step or end, more words
  local words=() seed
  for seed in $2; do
    if [ "$4" = end ]; then words+=(--model "$models/$3-seed$seed")
    else words+=(--model "$models/$3-seed$seed/step$4"); fi
  done
  [ -f "$profiles/$1.json" ] || "${pycheck[@]}" experiment profile "${words[@]}" --context 256 \
    "${@:5}" -o "$profiles/$1.json"
}

as_trained() { # name, seeds
  measure "$1-docstrings" "$2" "$1" end --corpus docstrings
  measure "$1-random" "$2" "$1" end --corpus random
}

rescaled() { # name, seeds, base of the training
  local base
  for base in $bases; do
    [ "$base" = "$3" ] ||
      measure "$1-docstrings-rescaled$base" "$2" "$1" end --corpus docstrings --rescale-theta "$base"
  done
}

for seed in $seeds; do
  train base "$seed" --theta 10000 $(printf -- '--snapshot %s ' $snapshots)
done
as_trained base "$seeds"
rescaled base "$seeds" 10000
for step in $snapshots; do
  measure "base-step$step-docstrings" "$seeds" base "$step" --corpus docstrings
done

# Each variant once, beside the base model of the same seed.
train theta100 0 --theta 100
as_trained theta100 0
rescaled theta100 0 100
train no-positions 0 --theta none
as_trained no-positions 0
train post-norm 0 --theta 10000 --norm post
as_trained post-norm 0
train layers1 0 --theta 10000 --layers 1
as_trained layers1 0

# Trainings that generalize late: twenty minutes more, of a network of its own.
late=$profiles/grokking.readings.json
[ -f "$late" ] || "${pycheck[@]}" experiment grok $(printf -- '--seed %s ' 0 1 2 3 4 5) \
  --decay 0.5 --decay 0 $(printf -- '--norm %s ' 20 35 50 70 100) -o "$late"

python3 - "$models" >"$models/training.json" <<'EOF'
"""The description of each trained model and the digest of its weights, one line a model."""
import hashlib
import json
import sys
from pathlib import Path

lines = []
for path in sorted(Path(sys.argv[1]).rglob("config.json")):
    record = json.loads(path.read_text())
    record["weights_sha256"] = hashlib.sha256((path.parent / "model.safetensors").read_bytes()).hexdigest()
    lines.append(f" {json.dumps(path.parent.relative_to(sys.argv[1]).as_posix())}: {json.dumps(record)}")
print("{\n" + ",\n".join(lines) + "\n}")
EOF
