# A PostgreSQL cluster of our own, sourced by run: start_postgresql sets POSTGRESQL_URL, stop_postgresql removes it all.

PG_HOME=
PG_BIN=

as_postgres() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_postgresql() {
  PG_BIN=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1)")
  PG_HOME=$(mktemp -d /tmp/qms-postgresql.XXXXXX)
  if [ "$(id -u)" = 0 ]; then chown postgres "$PG_HOME"; fi
  local port
  port=$(free_port)
  (
    cd "$PG_HOME"
    as_postgres "$PG_BIN/initdb" -D "$PG_HOME/data" -U postgres --auth=trust -E UTF8 --locale=C.UTF-8 >/dev/null
    # The checks throw the cluster away, so it need not survive a power cut.
    as_postgres "$PG_BIN/pg_ctl" -D "$PG_HOME/data" -w -s -l "$PG_HOME/log" -o "-p $port -c listen_addresses=127.0.0.1 \
      -c unix_socket_directories=$PG_HOME -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
      -c max_connections=200" start
  )
  POSTGRESQL_URL="postgresql://postgres@127.0.0.1:$port/postgres"
}

stop_postgresql() {
  if [ -z "$PG_HOME" ]; then return; fi
  (cd "$PG_HOME" && as_postgres "$PG_BIN/pg_ctl" -D "$PG_HOME/data" -m immediate -s stop) || true
  rm -rf "$PG_HOME"
  PG_HOME=
}
