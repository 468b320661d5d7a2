// The page itself (web/src) through outages of its caller's network, in Chromium. What is missing is
// measured in the sound that the page plays: the echo of a tone.
//   SALON_BUILD=build/dev node --test outage.test.mjs
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Caller } from '../browser/caller.mjs';
import { envelope, median } from '../browser/listening.mjs';
import { microphone, rate } from '../browser/speech.mjs';
import { dropping, seenAs } from './network.mjs';
import { expectPathOf, missing, Scene } from './scene.mjs';

const outage = 20; // s

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
});
