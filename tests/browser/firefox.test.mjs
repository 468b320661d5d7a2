// The page and a call in Debian's Firefox.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { until } from './browser.mjs';
import { health, salon } from './caller.mjs';
import { builtPage, defaultPicture } from './files.mjs';
import { FirefoxCaller, hasFirefox } from './firefox.mjs';
import { startMock } from './mock_server.mjs';
import { microphone } from './speech.mjs';

const loopback = readFileSync(new URL('loopback.js', import.meta.url), 'utf8');

/** Runs inside the page: offers go to the far end in it. */
function answerInside() {
  const real = window.fetch;
  window.fetch = async (path, init) => {
    if (!String(path).endsWith('webrtc/offer')) return real(path, init);
    const { type, sdp } = JSON.parse(init.body);
    return Response.json(type === 'offer' ? await loopback.answer(sdp) : {});
  };
}

describe('in Firefox', { skip: hasFirefox ? false : 'no Firefox' }, () => {
  test('the page calls, shows the returned camera, writes captions, and stops', async () => {
    const mock = await startMock({ page: builtPage, picture: defaultPicture });
    const caller = await FirefoxCaller.arrive({ url: mock.url, scripts: [loopback, answerInside] });
    try {
      await caller.press('Start');
      await caller.stateIs('Live');
      await until(async () => (await caller.stats()).video?.framesDecoded > 5, { within: 10_000 });
      await until(() => caller.page.evaluate(() => loopback.heard.includes('handshake')));
      await caller.page.evaluate(() => loopback.say({ type: 'caption', data: { who: 'critic', turn: 1, text: 'Soft.' } }));
      await until(async () => (await caller.captions()).some((line) => line.includes('Soft.')));
      await caller.press('Stop');
      await caller.stateIs('Ended');
      await until(() => mock.requests.some(({ path }) => path === '/webrtc/close'));
      assert.deepEqual(await caller.alerts(), []);
    } finally {
      await caller.leave();
      await mock.close();
    }
  });

  test('the critic answers, and the camera comes back', { skip: process.env.SALON_URL ? false : 'no SALON_URL' }, async () => {
    const mic = microphone(2.5, 'please-try-call-later', 15);
    const caller = await FirefoxCaller.arrive({ url: salon, microphone: mic.file });
    try {
      await caller.press('Start');
      await caller.stateIs('Live');
      await until(async () => (await caller.stats()).video?.framesDecoded > 30, { within: 10_000 });
      const before = (await caller.stats()).audio?.totalAudioEnergy ?? 0;
      await until(async () => (await caller.captions()).some((line) => line.startsWith('Critic')), { within: 15_000 });
      await until(async () => ((await caller.stats()).audio?.totalAudioEnergy ?? 0) > before + 0.001, { within: 5_000 });
      await caller.press('Stop');
      await caller.stateIs('Ended');
      await until(async () => (await health()).sessions.active === 0);
      assert.deepEqual(await caller.alerts(), []);
    } finally {
      await caller.leave();
    }
  });
});
