// The page and a call in Debian's Firefox.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { until } from './browser.mjs';
import { health, salon } from './caller.mjs';
import { builtPage, defaultPicture } from './files.mjs';
import { FirefoxCaller, hasFirefox } from './firefox.mjs';
import { composedPage, part, startMock } from './mock_server.mjs';
import { microphone } from './speech.mjs';

const loopback = readFileSync(new URL('loopback.js', import.meta.url), 'utf8');

/** Runs inside the page: offers go to the far end in it. */
function answerInside() {
  const real = window.fetch;
  window.fetch = async (path, init) => {
    if (!String(path).endsWith('webrtc/offer')) return real(path, init);
    const { type, sdp, restart } = JSON.parse(init.body);
    return Response.json(type === 'offer' ? await loopback.answer(sdp, restart) : {});
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

  test('a composed page shows its parts, runs a function, calls twice, and restarts a lost connection', async () => {
    const config = composedPage([
      part('textbox', 2, { label: 'Word' }), part('slider', 3, { label: 'Pace' }), part('button', 4, { value: 'Go' }), part('markdown', 5, { value: 'nothing yet' }),
      part('webrtc', 6, { label: 'Talk', modality: 'audio' }),
      part('webrtc', 7, { label: 'Watch', modality: 'video', mode: 'receive', button_labels: { start: 'Watch', stop: 'Enough', waiting: null } }),
    ], { events: [{ id: 0, target: 4, event: 'click', inputs: [2, 3], outputs: [5] }] });
    const outputs = { 5: 'said **hello** <img src=x onerror="window.bitten=1">' };
    const mock = await startMock({ page: builtPage, picture: defaultPicture, config, event: () => ({ outputs }) });
    const caller = await FirefoxCaller.arrive({ url: mock.url, scripts: [loopback, answerInside] });
    const { page } = caller;
    try {
      await (await page.waitForSelector('input[type=range]')).press('ArrowRight');
      await (await page.waitForSelector('input[type=text], textarea')).type('ahoy');
      await caller.press('Go');
      await page.waitForSelector('strong');
      assert.deepEqual(mock.requests.find(({ path }) => path === '/event').json.values, { 2: 'ahoy', 3: 0.55 });
      assert.equal(await page.evaluate(() => window.bitten), undefined);
      await caller.press('Start');
      await caller.stateIs('Live');
      await page.evaluate(() => loopback.pretend('failed'));
      await until(() => page.evaluate(() => loopback.restarts > 0 && loopback.near[0].signalingState === 'stable'));
      await page.evaluate(() => loopback.pretend());
      await caller.stateIs('Live');
      await caller.press('Watch');
      await until(async () => (await caller.stats()).video?.framesDecoded > 5, { within: 10_000 });
      await caller.press('Enough');
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
