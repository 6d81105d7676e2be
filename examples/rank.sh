#!/bin/sh
# Rank a plain table by three methods from the command line, and keep a result that can be verified.
set -eu
cd "$(dirname "$0")"
costs=price-baht,running-baht-per-year
result=$(mktemp -d)
trap 'rm -r "$result"' EXIT
see-mcda compare water-pumps-invented.csv --minimize $costs --method topsis additive vikor
see-mcda rank water-pumps-invented.csv --minimize $costs --out "$result/ranking.json"
see-mcda verify "$result/ranking.json" water-pumps-invented.csv --minimize $costs
