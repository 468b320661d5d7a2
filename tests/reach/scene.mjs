// What the tests of this folder stand on: the network, a real relay, the server (echo_house), and a
// Chromium in the caller's place.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../browser/browser.mjs';
import { dropping, Network, whyNot } from './network.mjs';

const build = resolve(process.env.SALON_BUILD ?? 'build/dev');

export const http = 7860, media = 7870;
export const relayPorts = { udp: 3478, tcp: 3478, tls: 5349 };
export const missing = whyNot() ?? (existsSync('/usr/bin/turnserver') ? null : 'coturn is not installed');
if (missing) console.log(`# reach: skipped: ${missing}`);

export class Scene {
  network = new Network();
  #folder = mkdtempSync(join(tmpdir(), 'salon-reach-'));
  #programs = [];
  #certificate = '';

  #path = (name) => join(this.#folder, name);
  #listens = (where, port) => () => this.network.in(where, 'ss', '-lntH').includes(`:${port} `);

  /** Starts a program in a namespace; resolves when `ready` says so. */
  async #start(where, words, ready, environment = {}) {
    const program = spawn('ip', ['netns', 'exec', this.network.namespace(where), ...words],
      { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#programs.push(program);
    let said = '';
    for (const stream of [program.stdout, program.stderr]) stream.on('data', (text) => (said += text));
    await until(() => {
      if (program.exitCode !== null) throw new Error(`${words[0]} ended: ${said}`);
      return ready();
    }, { within: 15_000, what: `${words[0]}: ${said}` });
  }

  /** Before the server, which trusts its certificate; nobody has signed that. */
  async startRelay() {
    const address = this.network.address('relay');
    const [certificate, key] = ['certificate.pem', 'key.pem'].map(this.#path);
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
      '-subj', '/CN=salon.test', '-addext', `subjectAltName=IP:${address}`, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    this.#certificate = certificate;
    await this.#start('relay', ['turnserver', '-n', '--no-cli', '--lt-cred-mech', '--fingerprint', '--realm', 'salon.test', '--user', 'ada:secret',
      '--listening-ip', address, '--relay-ip', address, '--listening-port', String(relayPorts.udp), '--tls-listening-port', String(relayPorts.tls),
      '--cert', certificate, '--pkey', key, '--no-dtls', '--log-file', 'stdout', '--userdb', this.#path('turndb'), '--pidfile', this.#path('pid')],
      this.#listens('relay', relayPorts.tls));
  }

  /** Its url over udp, tcp or tls. */
  turn(transport = 'udp') {
    const [scheme, protocol] = transport === 'tls' ? ['turns', 'tcp'] : ['turn', transport];
    return `${scheme}:${this.network.address('relay')}:${relayPorts[transport]}?transport=${protocol}`;
  }

  /** The ports of the relay at which `name` has a connection: none over UDP. */
  connectionsOf(name) {
    return this.network.in('relay', 'ss', '-tnH', 'state', 'established').split('\n')
      .filter((line) => line.includes(` ${this.network.address(name)}:`)).map((line) => Number(line.match(/:(\d+) /)[1]));
  }

  /** From caller to server, media gets by relays only. */
  relaysOnly() {
    this.network.rules(dropping('iifname caller0 oifname server0 meta l4proto udp', `iifname caller0 tcp dport ${media}`));
  }

  async startServer({ relays = [], policy = 'all', udp = media } = {}) {
    const words = [join(build, 'tests/reach/echo_house'), '--host', '::', '--port', String(http), '--udp-port', String(udp)];
    await this.#start('server', words, this.#listens('server', http),
      { SALON_TEST_RELAYS: relays.join(' '), SALON_TEST_POLICY: policy, SSL_CERT_FILE: this.#certificate });
  }

  /** The server's page, by IPv4 or IPv6. */
  origin(family = 4) {
    return `http://${family === 4 ? this.network.address('server') : `[${this.network.address6('server')}]`}:${http}`;
  }

  /** Chromium from now on starts in the caller's namespace. Gives the flags it needs for `origin`. */
  useChromium(origin) {
    const program = this.#path('chromium');
    writeFileSync(program, `#!/bin/sh\nexec ip netns exec ${this.network.namespace('caller')} /usr/bin/chromium "$@"\n`);
    chmodSync(program, 0o755);
    process.env.CHROMIUM = program;
    return [`--unsafely-treat-insecure-origin-as-secure=${origin}`, '--disable-features=WebRtcHideLocalIpsWithMdns', '--ignore-certificate-errors'];
  }

  /** Firefox in the caller's namespace, at `url`: its page, as far as tests need it. */
  async openFirefox(url) {
    const inside = spawn('ip', ['netns', 'exec', this.network.namespace('caller'), process.execPath, join(import.meta.dirname, 'firefox_inside.mjs'), url],
      { stdio: ['pipe', 'pipe', 'inherit'] });
    const answers = createInterface({ input: inside.stdout })[Symbol.asyncIterator]();
    return {
      async evaluate(task, settings) {
        inside.stdin.write(`${JSON.stringify(`(${task})(${JSON.stringify(settings)})`)}\n`);
        const { value: line } = await answers.next();
        const { value, error } = JSON.parse(line);
        if (error) throw new Error(error);
        return value;
      },
      close: async () => (inside.stdin.end(), once(inside, 'exit')),
    };
  }

  end() {
    for (const program of this.#programs) program.kill('SIGKILL');
    this.network.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Inside a page: the way that sound takes, by the pair of candidates in use. */
async function takenPath() {
  const stats = await (window.tap?.connections.at(-1) ?? call.pc).getStats();
  for (const report of stats.values()) {
    // Firefox has no transport; its pair says itself whether it is the one.
    const pair = report.type === 'transport' ? stats.get(report.selectedCandidatePairId) : report.selected && report;
    if (!pair) continue;
    const [ours, theirs] = [stats.get(pair.localCandidateId), stats.get(pair.remoteCandidateId)];
    const address = theirs.address.replace(/[[\]]/g, '');
    return { caller: ours.candidateType, server: theirs.candidateType, protocol: ours.protocol, family: address.includes(':') ? 6 : 4, relayProtocol: ours.relayProtocol, address };
  }
  return null;
}

/** @param expected some of {caller, server: kinds of candidates, protocol, family, relayProtocol, address: the server's} */
export async function expectPathOf(page, expected) {
  const path = await page.evaluate(takenPath);
  assert.deepEqual(path, { ...path, ...expected });
}
