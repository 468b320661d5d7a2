// Chromium and Firefox behind all kinds of networks, made of namespaces, with a real coturn; the server is echo_house.
//   SALON_BUILD=build/dev node --test reach.test.mjs
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openBrowser, until } from '../browser/browser.mjs';
import { hasFirefox } from '../browser/firefox.mjs';
import { dropping, Network, whyNot } from './network.mjs';

const build = resolve(process.env.SALON_BUILD ?? 'build/dev');
const http = 7860, media = 7870;
const missing = whyNot() ?? (existsSync('/usr/bin/turnserver') ? null : 'coturn is not installed');
const folder = mkdtempSync(join(tmpdir(), 'salon-reach-'));

let network, identity, relay, server, browser, page;

/** Starts a program in a namespace; resolves when `ready` says so. */
async function start(where, words, ready, environment = {}) {
  const program = spawn('ip', ['netns', 'exec', network.namespace(where), ...words],
    { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (text) => (said += text));
  program.said = () => said;
  await until(() => {
    if (program.exitCode !== null) throw new Error(`${words[0]} ended: ${said}`);
    return ready(program);
  }, { within: 15_000, what: `${words[0]}: ${said}` });
  return program;
}

const listens = (where, port) => () => network.in(where, 'ss', '-lntH').includes(`:${port} `);

/** Who the relay is, by a certificate that nobody has signed. */
function identify() {
  const [certificate, key] = ['certificate.pem', 'key.pem'].map((name) => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=salon.test',
    '-addext', `subjectAltName=IP:${network.address('relay')}`, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  return { certificate, key };
}

const ports = { udp: 3478, tcp: 3478, tls: 5349 };

async function startRelay() {
  const { certificate, key } = (identity ??= identify());
  relay = await start('relay', ['turnserver', '-n', '--no-cli', '--lt-cred-mech', '--fingerprint', '--realm', 'salon.test', '--user', 'ada:secret',
    '--listening-ip', network.address('relay'), '--relay-ip', network.address('relay'), '--listening-port', String(ports.udp),
    '--tls-listening-port', String(ports.tls), '--cert', certificate, '--pkey', key,
    '--no-dtls', '--log-file', 'stdout', '--userdb', join(folder, 'turndb'), '--pidfile', join(folder, 'pid')], listens('relay', ports.tls));
}

const turn = (transport = 'udp') =>
  `${transport === 'tls' ? 'turns' : 'turn'}:${network.address('relay')}:${ports[transport]}?transport=${transport === 'udp' ? 'udp' : 'tcp'}`;

/** The ports of the relay at which `name` has a connection: none over UDP. */
const connectionsOf = (name) => network.in('relay', 'ss', '-tnH', 'state', 'established').split('\n')
  .filter((line) => line.includes(` ${network.address(name)}:`)).map((line) => Number(line.match(/:(\d+) /)[1]));

async function startServer({ relays = [], policy = 'all', udp = media } = {}) {
  server = await start('server', [join(build, 'tests/reach/echo_house'), '--host', '::', '--port', String(http), '--udp-port', String(udp)],
    listens('server', http), { SALON_TEST_RELAYS: relays.join(' '), SALON_TEST_POLICY: policy, SSL_CERT_FILE: identity.certificate });
}

/** Chromium in the caller's namespace, at the server's address. */
async function openPage({ host = network.address('server') } = {}) {
  const origin = `http://${host}:${http}`;
  const program = join(folder, 'chromium');
  writeFileSync(program, `#!/bin/sh\nexec ip netns exec ${network.namespace('caller')} /usr/bin/chromium "$@"\n`);
  chmodSync(program, 0o755);
  process.env.CHROMIUM = program;
  browser = await openBrowser({ args: [`--unsafely-treat-insecure-origin-as-secure=${origin}`, '--disable-features=WebRtcHideLocalIpsWithMdns', '--ignore-certificate-errors'] });
  page = await (await browser.newContext()).newPage();
  // Just started, Chromium may still be finding out about its network (ERR_NETWORK_CHANGED).
  await until(() => page.goto(`${origin}/healthz`).then(() => true, () => false), { what: 'the page' });
  await page.evaluate(inPage);
}

/** The same in Firefox, as far as the tests need it. */
async function openPageInFirefox({ host = network.address('server') } = {}) {
  const origin = `http://${host}:${http}`;
  const inside = spawn('ip', ['netns', 'exec', network.namespace('caller'), process.execPath, join(import.meta.dirname, 'firefox_inside.mjs'), `${origin}/healthz`],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: inside.stdout })[Symbol.asyncIterator]();
  browser = { close: async () => (inside.stdin.end(), once(inside, 'exit')) };
  page = {
    async evaluate(task, settings) {
      inside.stdin.write(`${JSON.stringify(`(${task})(${JSON.stringify(settings)})`)}\n`);
      const { value: line } = await answers.next();
      const { value, error } = JSON.parse(line);
      if (error) throw new Error(error);
      return value;
    },
  };
  await page.evaluate(inPage);
}

/** What the page does: offers with trickle, watches the sound that comes back, restarts. */
function inPage() {
  const post = async (body) => (await fetch('/webrtc/offer', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })).json();
  window.call = {
    arrivals: [],
    async begin(configuration) {
      const pc = (this.pc = new RTCPeerConnection(configuration));
      const { track } = { track: (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks()[0] };
      pc.addTrack(track);
      pc.createDataChannel('text');
      pc.onicecandidate = ({ candidate }) => candidate && this.answered.then(() => post({ webrtc_id: 'ada', type: 'ice-candidate', candidate: candidate.toJSON() }));
      setInterval(() => this.look(), 50);
      await this.offer();
    },
    async offer(options) {
      const { pc } = this;
      let done;
      this.answered = new Promise((resolve) => (done = resolve));
      await pc.setLocalDescription(await pc.createOffer(options));
      const answer = await post({ webrtc_id: 'ada', type: 'offer', sdp: pc.localDescription.sdp });
      if (!answer.sdp) throw new Error(JSON.stringify(answer));
      this.answer = answer.sdp;
      await pc.setRemoteDescription(answer);
      done();
    },
    restart() { return this.offer({ iceRestart: true }); },
    async look() {
      let packets = 0;
      for (const report of (await this.pc.getStats()).values()) if (report.type === 'inbound-rtp') packets = report.packetsReceived;
      if (packets > (this.packets ?? 0)) this.arrivals.push(performance.now());
      this.packets = packets;
    },
    /** The longest time without a packet in the last `span` ms, until now. */
    gap(span) {
      const now = performance.now();
      const times = [...this.arrivals.filter((time) => time > now - span), now];
      return Math.max(...times.slice(1).map((time, i) => time - times[i]), times[0] - (now - span));
    },
    async path() {
      const stats = await this.pc.getStats();
      for (const report of stats.values()) {
        // Firefox has no transport; its pair says itself whether it is the one.
        const pair = report.type === 'transport' ? stats.get(report.selectedCandidatePairId) : report.selected && report;
        if (!pair) continue;
        const [ours, theirs] = [stats.get(pair.localCandidateId), stats.get(pair.remoteCandidateId)];
        const address = theirs.address.replace(/[[\]]/g, '');
        return { caller: ours.candidateType, server: theirs.candidateType, protocol: ours.protocol, family: address.includes(':') ? 6 : 4, relayProtocol: ours.relayProtocol, address };
      }
      return null;
    },
  };
}

/** Calls, and waits until sound comes back without a break for a second. */
async function connect(configuration = {}) {
  await page.evaluate((settings) => call.begin(settings), configuration);
  await hearsAgain();
}

/** The way that sound takes: what `expected` names of {caller, server: kinds of candidates, protocol, family, relayProtocol, address: the server's}. */
async function expectPath(expected) {
  const path = await page.evaluate(() => call.path());
  assert.deepEqual(path, { ...path, ...expected });
}
const hearsAgain = (within = 20_000) => until(() => page.evaluate(() => call.arrivals.length > 20 && call.gap(1000) < 400), { within, what: 'sound that comes back' });
const later = (ms) => new Promise((done) => setTimeout(done, ms));
const relayed = (transport) => ({ iceServers: [{ urls: turn(transport), username: 'ada', credential: 'secret' }], iceTransportPolicy: 'relay' });

if (missing) console.log(`# reach: skipped: ${missing}`);

describe('reaching a caller', { skip: missing ?? false, timeout: 300_000 }, () => {
  beforeEach(async () => {
    network = new Network();
    await startRelay();
  });
  afterEach(async () => {
    await browser?.close();
    for (const program of [server, relay]) program?.kill('SIGKILL');
    network.end();
    browser = server = relay = undefined;
  });

  const relaysOnly = () =>
    network.rules(dropping('iifname caller0 oifname server0 meta l4proto udp', `iifname caller0 tcp dport ${media}`));

  for (const transport of ['udp', 'tcp', 'tls']) {
    test(`whose only way is his relay, over ${transport}`, async () => {
      relaysOnly();
      await startServer();
      await openPage();
      await connect(relayed(transport));
      await expectPath({ caller: 'relay', server: 'host', relayProtocol: transport });
      assert.deepEqual(connectionsOf('caller'), transport === 'udp' ? [] : [ports[transport]]);
    });

    test(`by the server's relay alone, over ${transport}`, async () => {
      relaysOnly();
      await startServer({ relays: [turn(transport)], policy: 'relay' });
      await openPage();
      await connect();
      await expectPath({ caller: 'host', server: 'relay', protocol: 'udp', address: network.address('relay') });
      assert.deepEqual(connectionsOf('server'), transport === 'udp' ? [] : [ports[transport]]);
    });
  }

  test('through relays on both sides', async () => {
    relaysOnly();
    await startServer({ relays: [turn()], policy: 'relay' });
    await openPage();
    await connect(relayed('udp'));
    await expectPath({ caller: 'relay', server: 'relay', relayProtocol: 'udp', address: network.address('relay') });
  });

  for (const [where, udp] of [['at a port of its own', media], ['at the number of the page, as by default', http]]) {
    test(`who may use TCP only, without any relay, ${where}`, async () => {
      network.rules(dropping('iifname caller0 meta l4proto udp'));
      await startServer({ udp });
      await openPage();
      await connect();
      await expectPath({ server: 'host', protocol: 'tcp' });
    });
  }

  test('who has IPv6 only', async () => {
    network.without(4, 'caller');
    await startServer();
    await openPage({ host: `[${network.address6('server')}]` });
    await connect();
    await expectPath({ caller: 'host', server: 'host', protocol: 'udp', family: 6, address: network.address6('server') });
  });

  test('behind a symmetric NAT', async () => {
    network.without(6, 'caller'); // it would need no NAT
    network.rules(`table ip nat {
      chain post { type nat hook postrouting priority 100; ip saddr 10.90.1.0/24 masquerade fully-random
      }
    }`);
    await startServer();
    await openPage();
    await connect();
    await expectPath({ caller: 'prflx', server: 'host', protocol: 'udp', family: 4, address: network.address('server') });
  });

  test('by a server behind a NAT, who asks a STUN server', async () => {
    network.rules(`table ip nat {
      chain post { type nat hook postrouting priority 100; ip saddr 10.90.2.2 meta l4proto udp snat to 10.90.9.9; }
    }
    ${dropping('iifname caller0 ip daddr 10.90.2.2 ct original ip daddr 10.90.2.2 meta l4proto udp', `iifname caller0 tcp dport ${media}`, 'iifname caller0 meta l4proto udp ip6 daddr ::/0')}`);
    await startServer({ relays: [`stun:${network.address('relay')}:3478`] });
    await openPage();
    await connect();
    assert.match(await page.evaluate(() => call.answer), /10\.90\.9\.9 \d+ typ srflx/);
    await expectPath({ protocol: 'udp', family: 4, address: '10.90.9.9' });
  });

  /** The caller's datagrams come from the `host`th address of his subnet, from one moment to the next. */
  const seenAs = (family, host) => {
    const ip = family === 4 ? 'ip' : 'ip6';
    const [real, seen] = [2, host].map((number) => (family === 4 ? `10.90.1.${number}` : `fd00:90:1::${number}`));
    return `table ${ip} change {
      chain out { type filter hook postrouting priority 0; ${ip} saddr ${real} meta l4proto udp ${ip} saddr set ${seen}; }
      chain in { type filter hook prerouting priority -400; ${ip} daddr ${seen} meta l4proto udp ${ip} daddr set ${real}; }
    }`;
  };

  /** Moves a caller whose only family is `family`, in mid-call. */
  const expectShortGap = async (family, open) => {
    network.without(family === 4 ? 6 : 4, 'caller');
    network.rules(seenAs(family, 50));
    const path = { caller: 'prflx', server: 'host', protocol: 'udp', family };
    await startServer();
    await open({ host: family === 4 ? network.address('server') : `[${network.address6('server')}]` });
    await connect();
    await expectPath(path);
    network.rules(seenAs(family, 60));
    await later(3000);
    const gap = await page.evaluate(() => call.gap(3500));
    console.log(`# longest silence: ${gap.toFixed(0)} ms`);
    assert.ok(gap <= 500, `${gap} ms`);
    await expectPath(path);
  };

  for (const family of [4, 6]) {
    test(`whose IPv${family} address changes in mid-call: at most 500 ms are missing`, () => expectShortGap(family, openPage));
  }

  describe('in Firefox', { skip: hasFirefox ? false : 'no Firefox' }, () => {
    test('by the server\'s relay alone', async () => {
      relaysOnly();
      await startServer({ relays: [turn()], policy: 'relay' });
      await openPageInFirefox();
      await connect();
      await expectPath({ server: 'relay', protocol: 'udp', address: network.address('relay') });
    });

    test('who may use TCP only, without any relay', async () => {
      network.rules(dropping('iifname caller0 meta l4proto udp'));
      await startServer({ udp: http });
      await openPageInFirefox();
      await connect();
      await expectPath({ server: 'host', protocol: 'tcp' });
    });

    test('whose address changes in mid-call: at most 500 ms are missing', () => expectShortGap(4, openPageInFirefox));
  });

  test('who was without network for 20 s, by an ICE restart in the same call', async () => {
    await startServer();
    await openPage();
    await connect();
    network.rules(dropping('iifname caller0', 'oifname caller0'));
    await later(20_000);
    network.rules('');
    await page.evaluate(() => call.restart());
    await hearsAgain(10_000);
    const health = await page.evaluate(async () => (await fetch('/healthz')).json());
    assert.deepEqual([health.ledger.started, health.ledger.ended], [1, 0]);
  });
});
