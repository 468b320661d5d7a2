# Sourced: puts a Node on the path that Vite 8 and the browser tests can use (20.19 or newer). That is
# this machine's, or, where it is older (Debian 12's is 18), one that npm fetches as a package,
# with an npm of its own: under Node 18, npm leaves out what asks for a newer Node.
fresh_enough() {
    node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2> /dev/null
}

if ! fresh_enough; then
    fetched=$(realpath "$(dirname "${BASH_SOURCE[0]}")/node")/node_modules
    [ -x "$fetched/.bin/npm" ] || npm ci --prefix "$fetched/.." --ignore-scripts --no-audit --no-fund --loglevel=error
    chmod +x "$fetched"/node-linux-*/bin/node
    PATH=$(echo "$fetched"/node-linux-*/bin):$fetched/.bin:$PATH
    fresh_enough || { echo "Node 20.19 or newer is wanted, and npm has none for $(uname -m)" >&2; exit 1; }
fi
