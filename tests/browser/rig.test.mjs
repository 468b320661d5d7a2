// The measuring itself, measured: on sounds that are known, and in a browser whose far end is known.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Caller } from './caller.mjs';
import { builtPage, defaultPicture } from './files.mjs';
import { bargeIns, liveliness, median, sounds } from './listening.mjs';
import { startMock } from './mock_server.mjs';
import { microphone, prompt, rate } from './speech.mjs';

/** Samples that sound from..to seconds, for each pair. */
function tones(seconds, ...stretches) {
  const samples = new Int16Array(seconds * rate);
  for (const [from, to] of stretches) {
    for (let i = Math.round(from * rate); i < to * rate; ++i) samples[i] = 8000 * Math.sin(i / 20);
  }
  return samples;
}

const near = (value, wanted, slack = 0.02) => assert.ok(Math.abs(value - wanted) <= slack, `${value}, not ${wanted}`);

describe('listening', () => {
  test('finds where a recording sounds, and bridges short pauses', () => {
    const [first, second, ...others] = sounds(tones(4, [0.5, 1], [1.2, 1.5], [2.5, 3]));
    near(first.from, 0.5);
    near(first.to, 1.5);
    near(second.from, 2.5);
    assert.deepEqual(others, []);
  });

  test('tells speech from a tone', () => {
    assert.ok(liveliness(prompt('vm-nobodyavail')) > 0.5);
    assert.ok(liveliness(tones(2, [0, 2])) < 0.1);
  });

  test('measures from the first sound of the speech to the last audible sample of the voice', () => {
    const mic = tones(8, [3, 4], [6, 7]);
    const voice = tones(8, [1, 3.2], [5, 6.12]);
    const found = bargeIns({ mic, voice });
    assert.equal(found.length, 2);
    near(found[0].seconds, 0.2);
    near(found[1].seconds, 0.12);
    near(median(found.map(({ seconds }) => seconds)), 0.16);
  });

  test('counts no interruption where the voice was silent already', () => {
    assert.deepEqual(bargeIns({ mic: tones(5, [3, 4]), voice: tones(5, [1, 2.5]) }), []);
  });
});

test('the tap hears the microphone’s file and the far end, on one clock', async () => {
  const mock = await startMock({ page: builtPage, picture: defaultPicture });
  const mic = microphone(1, 'vm-nobodyavail', 1.5, 'vm-nobodyavail', 1);
  const caller = await Caller.arrive({ url: mock.url, microphone: mic.file });
  try {
    await caller.page.evaluate(readFileSync(new URL('loopback.js', import.meta.url), 'utf8'));
    await caller.page.route('**/webrtc/offer', async (route) => {
      const { type, sdp } = route.request().postDataJSON();
      const answer = type === 'offer' ? await caller.page.evaluate((offer) => loopback.answer(offer), sdp) : {};
      await route.fulfill({ json: answer });
    });
    await caller.start();
    assert.ok((await caller.framesEachSecond(1)) > 5);
    await caller.listenFor(mic.seconds);
    const { mic: spoken, voice } = await caller.recording();
    const [first, second] = sounds(spoken, { threshold: 0.02, pause: 0.6 });
    near(second.from - first.from, mic.spoken[1].from - mic.spoken[0].from, 0.1);
    assert.ok(sounds(voice)[0].to - sounds(voice)[0].from > 3, 'the tone of the far end');
    await caller.stop();
  } finally {
    await caller.leave();
    await mock.close();
  }
});
