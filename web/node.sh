# Sourced: puts a Node on the path that is as new as $node_wanted says, or as Vite 8 and the browser
# tests want it (20.19). That is this machine's, or, where it is older (Debian 12's is 18), one that npm
# fetches as a package, with an npm of its own: under Node 18, npm leaves out what asks for a newer Node.
: "${node_wanted:=20.19}"
fresh_enough() {
    node -e 'const [[a, b], [least, sub]] = [process.versions.node, process.argv[1]].map((v) => v.split(".").map(Number));
        process.exit(a > least || (a == least && b >= sub) ? 0 : 1)' "$node_wanted" 2> /dev/null
}

if ! fresh_enough; then
    fetched=$(realpath "$(dirname "${BASH_SOURCE[0]}")/node")/node_modules
    [ -x "$fetched/.bin/npm" ] || npm ci --prefix "$fetched/.." --ignore-scripts --no-audit --no-fund --loglevel=error
    chmod +x "$fetched"/node-linux-*/bin/node
    PATH=$(echo "$fetched"/node-linux-*/bin):$fetched/.bin:$PATH
    fresh_enough || { echo "Node $node_wanted or newer is wanted, and npm has none for $(uname -m)" >&2; exit 1; }
fi
