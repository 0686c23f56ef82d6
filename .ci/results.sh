# Results of the checks that need no window, sourced by the scripts that hold them; `work` is a folder of theirs.
# shellcheck shell=bash disable=SC2034,SC2154 # used by the scripts; set by them
passed=0
failed=0

# Says whether a command succeeds: check WHAT COMMAND ...
check() {
    local what=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        echo "ok: $what"
        passed=$((passed + 1))
    else
        echo "FAILED: $what"
        tail -n 15 "$work/said" | sed 's/^/    /'
        failed=$((failed + 1))
    fi
}
