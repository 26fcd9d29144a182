#!/usr/bin/env bash
# Installs what the tests need (Debian packages, when missing and when we may), builds, and runs every test.
# The last line is "N passed, N failed, N skipped". In CI a missing tool is a failure, not a skip.
set -uo pipefail
cd "$(dirname "$0")"

# mbpoll and python3-pymodbus (with python3-serial for RTU) are the independent Modbus peers, socat makes the serial pair, sumo is the traffic referee.
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
packages=(mbpoll python3-pymodbus python3-serial python3-serial-asyncio socat sumo sumo-tools)
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
    if [ "$(id -u)" -eq 0 ]; then
        echo "installing: ${missing[*]}"
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"; } >"$results/apt.log" 2>&1 \
            || echo "could not install ${missing[*]} ; their tests will say so"; tail -n 3 "$results/apt.log"
    else
        echo "missing: ${missing[*]} (sudo apt-get install ${missing[*]}); their tests will say so"
    fi
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build Signals.sln -c Release -v quiet -nologo || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

dotnet test Tests/Signals.Tests.csproj -c Release --no-build --nologo \
    --logger "trx;LogFileName=tests.trx" --logger "console;verbosity=minimal" --results-directory "$results" "$@"
status=$?

counters=$(grep -o '<Counters [^>]*>' "$results/tests.trx" 2>/dev/null)
count() { printf '%s' "$counters" | grep -o "$1=\"[0-9]*\"" | head -n 1 | grep -o '[0-9]*'; }
total=$(count total); passed=$(count passed); failed=$(count failed)
if [ -z "$total" ] || [ "$total" -eq 0 ]; then
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi
echo "$passed passed, $failed failed, $((total - passed - failed)) skipped"
exit "$status"
