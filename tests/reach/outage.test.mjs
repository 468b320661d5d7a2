// The page itself (web/src) through outages of its caller's network. What is missing is measured in
// the sound that the page plays, the echo of a tone; in Firefox by the energy it says it has heard.
//   SALON_BUILD=build/dev node --test outage.test.mjs
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { until } from '../browser/browser.mjs';
import { Caller } from '../browser/caller.mjs';
import { hasFirefox } from '../browser/firefox.mjs';
import { envelope, median } from '../browser/listening.mjs';
import { microphone, rate } from '../browser/speech.mjs';
import { dropping, seenAs } from './network.mjs';
import { expectPathOf, missing, Scene } from './scene.mjs';

const outage = 20; // s
const later = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));

/** Seconds of a tone of even loudness. */
function tone(seconds) {
  const samples = new Int16Array(seconds * rate);
  for (let i = 0; i < samples.length; ++i) samples[i] = 10_000 * Math.sin(i / 20);
  return samples;
}

/** The longest stretch of a recording, in ms, that is less than half as loud as most of it is. */
function longestSilence(samples) {
  const levels = envelope(samples);
  const usual = median(levels);
  let longest = 0;
  let now = 0;
  for (const level of levels) longest = Math.max(longest, (now = level < usual / 2 ? now + 10 : 0));
  return longest;
}

describe('a page whose caller', { skip: missing ?? false, timeout: 300_000 }, () => {
  let scene, network, caller;
  beforeEach(async () => {
    scene = new Scene();
    network = scene.network;
    await scene.startServer();
  });
  afterEach(async () => {
    await caller?.leave();
    scene.end();
    caller = undefined;
  });

  /** A call that is heard. */
  async function call(family = 4) {
    const url = scene.origin(family);
    caller = await Caller.arrive({ url, args: scene.useChromium(url), microphone: microphone(tone(90)).file });
    await caller.start({ within: 20_000 });
    await hears();
  }

  const isTone = (voice) => median(envelope(voice)) > 0.05;
  const sounds = async () => isTone((await caller.recording()).voice);

  /** Waits until the tone comes back for two seconds without a break. */
  const hears = () => caller.until(async () => {
    await caller.recording();
    await caller.listenFor(2);
    const { voice } = await caller.recording();
    return isTone(voice) && longestSilence(voice) < 200;
  }, { within: 20_000, what: 'the tone that comes back' });

  const ledger = () => caller.page.evaluate(async () => (await (await fetch('/healthz')).json()).ledger);

  const sameCall = async () => {
    await caller.until(async () => (await caller.state()) === 'Live', { within: 20_000, what: 'state Live' });
    const { started, ended } = await ledger();
    assert.deepEqual({ started, ended, faults: caller.faults }, { started: 1, ended: 0, faults: [] });
    assert.deepEqual(await caller.alerts(), []);
  };

  for (const family of [4, 6]) {
    test(`gets another IPv${family} address misses 500 ms at most`, async () => {
      const path = { caller: 'prflx', server: 'host', protocol: 'udp', family };
      network.without(family === 4 ? 6 : 4, 'caller');
      network.rules(seenAs(family, 50));
      await call(family);
      await expectPathOf(caller.page, path);
      await caller.recording();
      await caller.listenFor(1);
      network.rules(seenAs(family, 60));
      await caller.listenFor(4);
      const silence = longestSilence((await caller.recording()).voice);
      console.log(`# longest silence: ${silence} ms`);
      assert.ok(silence <= 500, `${silence} ms`);
      await expectPathOf(caller.page, path);
      await sameCall();
    });
  }

  const outages = {
    'the link goes down': [() => network.unplug('caller'), () => network.plug('caller')],
    'packets vanish': [() => network.rules(dropping('iifname caller0', 'oifname caller0')), () => network.rules('')],
  };
  for (const [how, [begin, end]] of Object.entries(outages)) {
    test(`is without network for ${outage} s (${how}) finds the way back into the same call`, async () => {
      await call();
      begin();
      await caller.listenFor(outage);
      assert.equal(await caller.state(), 'Reconnecting…');
      assert.equal(await sounds(), false, 'nothing was heard meanwhile');
      end();
      const back = performance.now();
      await caller.until(sounds, { within: 20_000, what: 'sound' });
      console.log(`# heard again after ${((performance.now() - back) / 1000).toFixed(1)} s`);
      await hears();
      await sameCall();
    });
  }

  test(`is without network for ${outage} s finds the way back in Firefox too`, { skip: hasFirefox ? false : 'no Firefox' }, async () => {
    const page = await scene.openFirefox(scene.origin());
    caller = { leave: () => page.close() };
    const shown = () => page.evaluate(() => ({
      state: document.querySelector('[role=status]')?.innerText,
      alerts: [...document.querySelectorAll('[role=alert]')].map((node) => node.innerText),
    }));
    /** What has been heard so far, in all: it grows with sound only. */
    const heard = () => page.evaluate(async () => [...(await connections.at(-1).getStats()).values()]
      .find(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio')?.totalAudioEnergy ?? 0);
    const hearsMore = async (what) => {
      const before = await heard();
      await until(async () => (await heard()) > before + 0.001, { within: 40_000, what });
    };
    const press = (name) => page.evaluate((word) =>
      [...document.querySelectorAll('button')].find(({ innerText }) => innerText.trim() === word)?.click(), name);

    await until(async () => (await press('Start'), (await shown()).state === 'Live'), { within: 20_000, what: 'state Live' });
    await hearsMore('the tone that comes back');
    network.rules(dropping('iifname caller0', 'oifname caller0'));
    await later(outage / 2);
    const before = await heard();
    await later(outage / 2);
    assert.equal((await shown()).state, 'Reconnecting…');
    assert.equal(await heard(), before, 'nothing was heard meanwhile');
    network.rules('');
    const back = performance.now();
    await hearsMore('sound');
    console.log(`# heard again after ${((performance.now() - back) / 1000).toFixed(1)} s`);
    await until(async () => (await shown()).state === 'Live', { within: 20_000, what: 'state Live' });
    assert.deepEqual((await shown()).alerts, []);
    const { started, ended } = await page.evaluate(async () => (await (await fetch('/healthz')).json()).ledger);
    assert.deepEqual({ started, ended }, { started: 1, ended: 0 });
  });
});
