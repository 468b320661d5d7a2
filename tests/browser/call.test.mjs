// A whole call with a running server (SALON_URL): Chromium with a recorded voice as its microphone.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { until } from './browser.mjs';
import { Caller, health } from './caller.mjs';
import { bargeIns, liveliness, median, sounds } from './listening.mjs';
import { microphone } from './speech.mjs';

const question = 'please-try-call-later'; // what it asks does not matter, that somebody speaks does
const interruption = 'vm-nobodyavail';

describe('a call with the critic', { skip: process.env.SALON_URL ? false : 'no SALON_URL' }, () => {
  const mic = microphone(1.5, question, 12);
  let caller, heard;
  before(async () => (caller = await Caller.arrive({ microphone: mic.file })));
  after(() => caller?.leave());

  test('comes to life', async () => {
    const took = await caller.start();
    console.log(`# Start to Live: ${took.toFixed(0)} ms`);
    assert.equal((await health()).sessions.active, 1);
  });

  test('returns the camera at 25 frames a second or more', async () => {
    await caller.until(async () => (await caller.stats()).video?.framesDecoded > 10, { what: 'frames' });
    assert.deepEqual(await caller.page.evaluate(() => tap.firstColour), [0, 0, 0], 'black, until the camera is there');
    const each = await caller.framesEachSecond();
    console.log(`# returned camera: ${each.toFixed(1)} frames/s`);
    assert.ok(each >= 25, `${each} frames/s`);
  });

  test('answers the first question with speech, within 5 s of its end', async () => {
    await caller.until(async () => (await caller.captions()).some(({ who }) => who === 'Critic'), { within: 12_000, what: 'a caption of the critic' });
    await caller.listenFor(4);
    heard = await caller.recording();
    const asked = sounds(heard.mic, { threshold: 0.02, pause: 0.6 }).at(-1);
    const answer = sounds(heard.voice).find(({ from, to }) => from > asked.to && to - from > 0.5);
    assert.ok(answer, 'an audible answer');
    console.log(`# answer after ${(answer.from - asked.to).toFixed(2)} s, liveliness ${liveliness(heard.voice).toFixed(2)}`);
    assert.ok(answer.from - asked.to <= 5);
    assert.ok(liveliness(heard.voice) > 0.5, 'rises and falls like speech');
  });

  test('writes what it says', async () => {
    const said = (await caller.captions()).filter(({ who }) => who === 'Critic').map(({ text }) => text).join(' ');
    console.log(`# "${said}"`);
    assert.ok(said.split(/\s+/).length >= 8, said);
  });

  test('gives the slot back at Stop', async () => {
    await caller.stop();
    await until(async () => (await health()).sessions.active === 0, { within: 3000 });
    assert.deepEqual(caller.faults, []);
    assert.deepEqual(await caller.alerts(), []);
  });
});

describe('speaking over the critic', { skip: process.env.SALON_URL ? false : 'no SALON_URL' }, () => {
  const rounds = Number(process.env.SALON_ROUNDS ?? 3);

  test(`silences it, ${rounds} times`, { timeout: 300_000 }, async () => {
    const again = Array.from({ length: rounds }, () => [interruption, 4.5]).flat();
    const mic = microphone(1.5, question, 4.5, ...again);
    const caller = await Caller.arrive({ microphone: mic.file });
    try {
      await caller.start();
      const found = [];
      await caller.listenFor(mic.seconds);
      found.push(...bargeIns(await caller.recording()));
      const times = found.map(({ seconds }) => Math.round(seconds * 1000));
      console.log(`# silent after ${times.join(', ')} ms; median ${median(times)} ms of ${times.length}`);
      assert.ok(found.length >= Math.ceil(rounds * 0.6), `${found.length} interruptions of an audible answer`);
      assert.ok(median(times) <= 900, 'three times the 300 ms that the bench measures');
      await caller.stop();
    } finally {
      await caller.leave();
    }
  });
});
