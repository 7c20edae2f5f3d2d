# uv, sourced by the others: the one on the path, else one in a virtual environment of its own; the system stays as it is.

can_make_environments() { python3 -c 'import ensurepip, venv' 2>/dev/null; }

ensure_uv() {
  if command -v uv >/dev/null; then return; fi
  local home=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/qms-tracker/uv
  if [ ! -x "$home/bin/uv" ]; then
    if ! can_make_environments; then
      printf 'Install uv, or Python 3.11 with venv (on Debian: apt-get install python3-venv), then run this again.\n' >&2
      exit 1
    fi
    python3 -m venv --clear "$home"
    "$home/bin/pip" install --quiet --disable-pip-version-check uv
  fi
  export PATH="$home/bin:$PATH"
}
