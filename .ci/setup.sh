# What every check starts from, sourced by the others: the tools this machine lacks, then the locked environment.
# Works on a fresh Debian with Python 3.11 or later; asks for nothing.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
source .ci/uv.sh
export CI=true DEBIAN_FRONTEND=noninteractive UV_PYTHON_PREFERENCE=only-system
exec </dev/null

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# need COMMAND PACKAGE...: install the packages when the command is missing.
apt_is_fresh=
need() {
  local command=$1
  shift
  if command -v "$command" >/dev/null || [ -n "$(compgen -G "/usr/lib/postgresql/*/bin/$command")" ]; then return; fi
  if [ -z "$apt_is_fresh" ]; then
    as_root apt-get update -qq
    apt_is_fresh=1
  fi
  as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# step TITLE COMMAND...: run it, print how long it took, stop everything when it fails.
step() {
  local title=$1 began=$SECONDS
  shift
  printf '== %s\n' "$title"
  if ! "$@"; then
    printf '== %s: FAILED after %d s\n' "$title" $((SECONDS - began))
    exit 1
  fi
  printf '== %s: %d s\n' "$title" $((SECONDS - began))
}

if ! command -v uv >/dev/null && ! can_make_environments; then need no-such-command python3-venv; fi
ensure_uv
step "environment" uv sync --frozen --quiet
