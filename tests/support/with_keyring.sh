#!/usr/bin/env bash
# usage: with_keyring.sh PROGRAM [ARGUMENT…]
# Runs a program in a D-Bus session of its own, with an open and empty keyring that ends with it.
set -euo pipefail

home="$(mktemp -d)"
trap 'rm -rf -- "$home"' EXIT
mkdir -m 700 "$home/run"

HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" \
    dbus-run-session -- bash -c '
        printf pw | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null
        "$@"
    ' session "$@"
