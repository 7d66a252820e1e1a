#!/bin/sh
# Print the first Python on this machine that is new enough, or say what is missing.
for name in python3 python3.13 python3.12 python3.11 python3.14 python; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        command -v "$name"
        exit 0
    fi
done
echo "Yichuang needs Python 3.11 or newer with pip and venv (Debian: apt install python3-venv)." >&2
echo false
exit 1
