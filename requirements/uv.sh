#!/bin/sh
# Runs the pinned uv with the arguments given. pip installs it into .tools the first time, by hash, without root.
set -eu

project=$(cd "$(dirname "$0")/.." && pwd)
tools=$project/.tools
locked=$project/requirements/uv.txt
python=${PYTHON:-python3}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "see-mcda needs Python 3.11 or later; name it by PYTHON=/path/to/python3" >&2
    exit 1
fi
if ! "$python" -m pip --version >/dev/null 2>&1; then
    echo "$python has no pip: install it first (on Debian: apt-get install python3-pip)" >&2
    exit 1
fi

if ! cmp -s "$locked" "$tools/uv.txt"; then
    echo "==> uv, the installer, into .tools" >&2
    rm -rf "$tools"
    PIP_REQUIRE_VIRTUALENV=0 PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1 "$python" -m pip install \
        --quiet --no-deps --only-binary :all: --require-hashes --target "$tools" --requirement "$locked" >&2
    cp "$locked" "$tools/uv.txt"
fi

. "$project/requirements/pip_settings.sh"
export UV_PYTHON_DOWNLOADS=never
exec "$tools/bin/uv" "$@"
