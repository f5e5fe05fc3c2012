#!/usr/bin/env bash
# The training tests under the other backends of Keras, in an environment of their own (some GB):
#
#     benchmarks/backends.sh [FOLDER]
#
# FOLDER    where the environment is made, or found from before; by default a temporary one, removed afterwards
# BACKENDS  which ones, "jax torch" by default
# TORCH     what pip installs as torch, such as the address of a build for CPUs
#
# A line for each backend ends it; the exit code is 1 where a test failed.
set -euo pipefail
cd "$(dirname "$0")/.."
log="$(mktemp)"
trap 'rm -rf "$log" ${temporary:+"$temporary"}' EXIT
[ $# -gt 0 ] || temporary="$(mktemp -d)"
folder="${1:-$temporary}"
if [ ! -x "$folder/bin/pytest" ]; then
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet -e ".[test]" jax "${TORCH:-torch}"
fi
# an environment from before may hold another copy of imgfw; OpenMP's threads are not to spin while they wait
export PYTHONPATH="$PWD/framework:$PWD/plugins" OMP_WAIT_POLICY=PASSIVE
summary="" failed=0
for backend in ${BACKENDS:-jax torch}; do
    echo "== $backend"
    verdict=ok
    KERAS_BACKEND=$backend "$folder/bin/python" -m pytest -q -rfEs -m "" tests/plugins/imgfw_keras 2>&1 |
        tee "$log" || { verdict=FAILED failed=1; }
    summary+="$backend: $verdict, $(tail -n 1 "$log" | tr -d '=' | xargs)"$'\n'
done
printf '\n%s' "$summary"
exit $failed
