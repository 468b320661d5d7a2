// Chromium and Firefox behind all kinds of networks, made of namespaces, with a real coturn; the server is
// echo_house. The page itself, while its network changes, is outage.test.mjs.
//   SALON_BUILD=build/dev node --test reach.test.mjs
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { goTo, openBrowser, until } from '../browser/browser.mjs';
import { hasFirefox } from '../browser/firefox.mjs';
import { dropping, seenAs } from './network.mjs';
import { expectPathOf, http, media, missing, relayPorts, Scene } from './scene.mjs';

let scene, network, browser, page;

/** Chromium in the caller's namespace, at the server's address. */
async function openPage(family = 4) {
  const origin = scene.origin(family);
  browser = await openBrowser({ args: scene.useChromium(origin) });
  page = await (await browser.newContext()).newPage();
  await goTo(page, `${origin}/healthz`);
  await page.evaluate(inPage);
}

/** The same in Firefox, as far as the tests need it. */
async function openPageInFirefox() {
  browser = page = await scene.openFirefox(`${scene.origin()}/healthz`);
  await page.evaluate(inPage);
}

/** What the page does: offers with trickle, watches the sound that comes back. */
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
    async offer() {
      const { pc } = this;
      let done;
      this.answered = new Promise((resolve) => (done = resolve));
      await pc.setLocalDescription(await pc.createOffer());
      const answer = await post({ webrtc_id: 'ada', type: 'offer', sdp: pc.localDescription.sdp });
      if (!answer.sdp) throw new Error(JSON.stringify(answer));
      this.answer = answer.sdp;
      await pc.setRemoteDescription(answer);
      done();
    },
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
  };
}

/** Calls, and waits until sound comes back without a break for a second. */
async function connect(configuration = {}) {
  await page.evaluate((settings) => call.begin(settings), configuration);
  await until(() => page.evaluate(() => call.arrivals.length > 20 && call.gap(1000) < 400), { within: 20_000, what: 'sound that comes back' });
}

const expectPath = (expected) => expectPathOf(page, expected);
const later = (ms) => new Promise((done) => setTimeout(done, ms));
const relayed = (transport) => ({ iceServers: [{ urls: scene.turn(transport), username: 'ada', credential: 'secret' }], iceTransportPolicy: 'relay' });

describe('reaching a caller', { skip: missing ?? false, timeout: 300_000 }, () => {
  beforeEach(async () => {
    scene = new Scene();
    network = scene.network;
    await scene.startRelay();
  });
  afterEach(async () => {
    await browser?.close();
    scene.end();
    browser = undefined;
  });

  for (const transport of ['udp', 'tcp', 'tls']) {
    test(`whose only way is his relay, over ${transport}`, async () => {
      scene.relaysOnly();
      await scene.startServer();
      await openPage();
      await connect(relayed(transport));
      await expectPath({ caller: 'relay', server: 'host', relayProtocol: transport });
      assert.deepEqual(scene.connectionsOf('caller'), transport === 'udp' ? [] : [relayPorts[transport]]);
    });

    test(`by the server's relay alone, over ${transport}`, async () => {
      scene.relaysOnly();
      await scene.startServer({ relays: [scene.turn(transport)], policy: 'relay' });
      await openPage();
      await connect();
      await expectPath({ caller: 'host', server: 'relay', protocol: 'udp', address: network.address('relay') });
      assert.deepEqual(scene.connectionsOf('server'), transport === 'udp' ? [] : [relayPorts[transport]]);
    });
  }

  test('through relays on both sides', async () => {
    scene.relaysOnly();
    await scene.startServer({ relays: [scene.turn()], policy: 'relay' });
    await openPage();
    await connect(relayed('udp'));
    await expectPath({ caller: 'relay', server: 'relay', relayProtocol: 'udp', address: network.address('relay') });
  });

  for (const [where, udp] of [['at a port of its own', media], ['at the number of the page, as by default', http]]) {
    test(`who may use TCP only, without any relay, ${where}`, async () => {
      network.rules(dropping('iifname caller0 meta l4proto udp'));
      await scene.startServer({ udp });
      await openPage();
      await connect();
      await expectPath({ server: 'host', protocol: 'tcp' });
    });
  }

  test('who has IPv6 only', async () => {
    network.without(4, 'caller');
    await scene.startServer();
    await openPage(6);
    await connect();
    await expectPath({ caller: 'host', server: 'host', protocol: 'udp', family: 6, address: network.address6('server') });
  });

  test('behind a symmetric NAT', async () => {
    network.without(6, 'caller'); // it would need no NAT
    network.rules(`table ip nat {
      chain post { type nat hook postrouting priority 100; ip saddr 10.90.1.0/24 masquerade fully-random
      }
    }`);
    await scene.startServer();
    await openPage();
    await connect();
    await expectPath({ caller: 'prflx', server: 'host', protocol: 'udp', family: 4, address: network.address('server') });
  });

  test('by a server behind a NAT, who asks a STUN server', async () => {
    network.rules(`table ip nat {
      chain post { type nat hook postrouting priority 100; ip saddr 10.90.2.2 meta l4proto udp snat to 10.90.9.9; }
    }
    ${dropping('iifname caller0 ip daddr 10.90.2.2 ct original ip daddr 10.90.2.2 meta l4proto udp', `iifname caller0 tcp dport ${media}`, 'iifname caller0 meta l4proto udp ip6 daddr ::/0')}`);
    await scene.startServer({ relays: [`stun:${network.address('relay')}:3478`] });
    await openPage();
    await connect();
    assert.match(await page.evaluate(() => call.answer), /10\.90\.9\.9 \d+ typ srflx/);
    await expectPath({ protocol: 'udp', family: 4, address: '10.90.9.9' });
  });

  describe('in Firefox', { skip: hasFirefox ? false : 'no Firefox' }, () => {
    test('by the server\'s relay alone', async () => {
      scene.relaysOnly();
      await scene.startServer({ relays: [scene.turn()], policy: 'relay' });
      await openPageInFirefox();
      await connect();
      await expectPath({ server: 'relay', protocol: 'udp', address: network.address('relay') });
    });

    test('who may use TCP only, without any relay', async () => {
      network.rules(dropping('iifname caller0 meta l4proto udp'));
      await scene.startServer({ udp: http });
      await openPageInFirefox();
      await connect();
      await expectPath({ server: 'host', protocol: 'tcp' });
    });

    test('whose address changes in mid-call: at most 500 ms are missing', async () => {
      const path = { caller: 'prflx', server: 'host', protocol: 'udp', family: 4 };
      network.without(6, 'caller');
      network.rules(seenAs(4, 50));
      await scene.startServer();
      await openPageInFirefox();
      await connect();
      await expectPath(path);
      network.rules(seenAs(4, 60));
      await later(3000);
      const gap = await page.evaluate(() => call.gap(3500));
      console.log(`# longest time without a packet: ${gap.toFixed(0)} ms`);
      assert.ok(gap <= 500, `${gap} ms`);
      await expectPath(path);
    });
  });
});
