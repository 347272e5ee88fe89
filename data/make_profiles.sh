#!/usr/bin/env bash
# Train our models and measure them: every profile in this folder, with the names it has here.
# About an hour on one core; weights go to the folder given as the first argument, not into git.
set -euo pipefail
models=${1:?"usage: data/make_profiles.sh FOLDER_FOR_THE_WEIGHTS"}
profiles=$(cd "$(dirname "$0")" && pwd)/profiles
seeds="0 1 2"

folder() { echo "$models/theta$1-context$2-seed$3"; }

train() { # theta context
  for seed in $seeds; do
    out=$(folder "$1" "$2" "$seed")
    [ -f "$out/config.json" ] ||
      pycheck experiment train --theta "$1" --context "$2" --seed "$seed" --steps 600 --out "$out"
  done
}

measure() { # theta context corpus [rescaled theta]
  local words=()
  for seed in $seeds; do words+=(--model "$(folder "$1" "$2" "$seed")"); done
  words+=(--corpus "$3" --context "$2")
  if [ $# -eq 4 ]; then words+=(--rescale-theta "$4"); fi
  pycheck experiment profile "${words[@]}" -o "$profiles/theta$1-context$2-$3${4:+-rescaled$4}.json"
}

for pair in "100 256" "1000 256" "10000 256" "100000 256" "100 512" "10000 512"; do
  read -r theta context <<<"$pair"
  train "$theta" "$context"
  measure "$theta" "$context" docstrings
  measure "$theta" "$context" random
done
for pair in "100 256" "10000 256" "100 512" "10000 512"; do
  read -r theta context <<<"$pair"
  for rescaled in 100 300 1000 3000 10000 30000 100000 300000 1000000; do
    [ "$rescaled" = "$theta" ] || measure "$theta" "$context" docstrings "$rescaled"
  done
done

python - "$models" > "$(dirname "$profiles")/training.json" <<'EOF'
"""The description of each trained model and the digest of its weights, one line a model."""
import hashlib
import json
import sys
from pathlib import Path

lines = []
for folder in sorted(Path(sys.argv[1]).iterdir()):
    record = json.loads((folder / "config.json").read_text())
    weights = (folder / "model.safetensors").read_bytes()
    record["weights_sha256"] = hashlib.sha256(weights).hexdigest()
    lines.append(f" {json.dumps(folder.name)}: {json.dumps(record)}")
print("{\n" + ",\n".join(lines) + "\n}")
EOF
