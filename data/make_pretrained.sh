#!/usr/bin/env bash
# Measure the pretrained model: every profile in data/pretrained, with the names it has there.
# Needs `make pretrained`. About two hours on one core; what is there already is kept.
set -euo pipefail
folder=$(cd "$(dirname "$0")" && pwd)/pretrained
model=smollm2-135m

measure() { # name, then the options of its own
  local name=$model-$1
  shift
  [ -f "$folder/$name.json" ] ||
    (cd "$folder" && pycheck experiment profile --model "$model" --rows --pooled --double \
      --seed 0 --seed 1 --seed 2 "$@" -o "$name.json")
}

for corpus in docstrings random; do
  measure "context512-$corpus" --corpus "$corpus" --context 512 --sequences 8 --heads
  measure "context2048-$corpus" --corpus "$corpus" --context 2048 --sequences 4 --heads
done
for base in 10000 20000 50000 75000 150000 200000 400000 1000000; do
  measure "context512-docstrings-rescaled$base" \
    --corpus docstrings --context 512 --sequences 8 --rescale-theta "$base"
done
for kind in induction values beginning windows scores activations stream groups weights \
  candidates kernels; do
  readings=$model-$kind.readings.json
  [ -f "$folder/$readings" ] ||
    (cd "$folder" && pycheck experiment readings --model "$model" --only "$kind" -o "$readings")
done
