// The art critic's two pages as their callers meet them: the default one, and the example own_page.
// SALON_BUILD names the build whose programs are started.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { until } from './browser.mjs';
import { Caller, health } from './caller.mjs';
import { stripedPng } from './files.mjs';
import { FirefoxCaller, hasFirefox } from './firefox.mjs';
import { startLiveServer } from '../sdk/live_server.mjs';
import { artCritic, ownPage, refusalOf, startSalon } from './salon.mjs';
import { microphone } from './speech.mjs';

const build = process.env.SALON_BUILD;
const hosted = { SYSTEM: 'spaces', SPACE_ID: 'ada/critic' };
const atHome = { SYSTEM: '', SPACE_ID: '' };

const running = [];
/** Serves a page until the tests are over. */
async function serve(program, { flags, environment = atHome } = {}) {
  const salon = await startSalon(build, { program, flags, environment });
  running.push(salon.stop);
  return salon.url;
}
/** A caller at `url`, who leaves with the test. */
async function arrive(context, url, options = {}) {
  const caller = await Caller.arrive({ url, ...options });
  context.after(() => caller.leave());
  return caller;
}
/** What no default picture is. */
const bluePicture = () => ({
  name: 'blue.png', mimeType: 'image/png',
  buffer: stripedPng([{ r: 20, g: 50, b: 200 }, { r: 16, g: 32, b: 160 }, { r: 32, g: 64, b: 224 }], { width: 300, height: 300 }),
});
const noCalls = (url) => until(async () => (await health(url)).sessions.active === 0, { what: 'no call left' });
const style = (page, selector, property) =>
  page.$eval(selector, (node, name) => getComputedStyle(node)[name], property);

describe('the two pages of the art critic', { skip: build ? false : 'no SALON_BUILD' }, () => {
  after(() => Promise.all(running.map((stop) => stop())));
  const question = microphone(6, 'please-try-call-later', 20).file;

  for (const [program, title] of [[artCritic, 'Gemini Audio Video Chat'], [ownPage, 'Gen AI SDK Voice Chat']]) {
    test(`${program} wears its title, icon and colours`, async (context) => {
      const url = await serve(program);
      const { page, faults } = await arrive(context, url);
      assert.equal(await page.title(), title);
      const icon = page.locator('.pulse img');
      await until(() => icon.evaluate((image) => image.complete && image.naturalWidth > 0), { what: 'the icon' });
      assert.match(await icon.getAttribute('src'), /^file\//);
      assert.equal(await style(page, '.pulse i:first-child', 'borderTopColor'), 'rgb(255, 255, 255)');
      assert.deepEqual(faults, []);
    });

    test(`${program} knows the modes`, async () => {
      const phone = refusalOf(build, { program, environment: { MODE: 'PHONE' } });
      assert.equal(phone.status, 2);
      assert.match(phone.said, /Phone mode not supported for this demo/);
      for (const MODE of ['UI', 'production']) {
        const url = await serve(program, { environment: { MODE } });
        assert.equal((await fetch(url)).status, 200);
      }
    });
  }

  test('the default page shows its 90 s, and an operator’s limit is kept', async (context) => {
    const usual = await arrive(context, await serve(artCritic));
    await usual.start();
    const bar = usual.page.getByRole('progressbar', { name: 'Time left' });
    assert.equal(await bar.getAttribute('aria-valuemax'), '90');
    await usual.stop();
    const url = await serve(artCritic, { flags: ['--time-limit', '3'] });
    const short = await arrive(context, url);
    await short.start();
    await short.until(async () => (await short.state()) === 'Ended', { within: 8000, what: 'the end' });
    assert.ok((await short.alerts()).some((text) => text.includes('time limit of 3 seconds')));
    await noCalls(url);
  });

  test('where a relay by Hugging Face is configured, its token is required', async (context) => {
    const url = await serve(artCritic, { flags: ['--turn', 'huggingface'], environment: { ...atHome, HF_TOKEN: '' } });
    const { page, parts } = await arrive(context, url);
    await parts.start.click();
    await page.getByRole('alert').getByText('HF Token is required').waitFor();
    assert.equal(await parts.state.innerText(), 'Ready');
    await noCalls(url);
  });

  test('the key that is typed is the one that the live model is asked with', async (context) => {
    const model = await startLiveServer('--key', 'the-right-one');
    context.after(() => model.stop());
    const url = await serve(artCritic, { flags: ['--live-endpoint', model.url.replace('http', 'ws')] });
    const caller = await arrive(context, url, { microphone: question });
    await caller.parts.key.fill('a-wrong-one');
    await caller.parts.start.click();
    await caller.page.getByRole('alert').getByText('The Gemini API key is not valid.').waitFor();
    await noCalls(url);
    await caller.parts.key.fill('the-right-one');
    await caller.start();
    await caller.until(async () => (await caller.captions()).some(({ who }) => who === 'Critic'), { within: 30_000, what: 'the critic' });
  });

  test('hosted, the own page has 180 s and two places, and tells the third caller', async (context) => {
    const url = await serve(ownPage, { environment: hosted });
    const callers = [await arrive(context, url), await arrive(context, url)];
    for (const caller of callers) {
      await caller.start();
      const bar = caller.page.getByRole('progressbar', { name: 'Time left' });
      assert.equal(await bar.getAttribute('aria-valuemax'), '180');
    }
    const third = await arrive(context, url);
    await third.parts.start.click();
    await third.page.getByRole('alert').getByText('All 2 places are taken').waitFor();
    await callers[0].stop();
    await until(async () => (await health(url)).sessions.active === 1);
    await third.start();
  });

  test('at home, the own page has no limits', async (context) => {
    const url = await serve(ownPage);
    for (let i = 0; i < 3; ++i) {
      const caller = await arrive(context, url);
      await caller.start();
      assert.equal(await caller.page.getByRole('progressbar', { name: 'Time left' }).count(), 0);
    }
    assert.deepEqual((await health(url)).sessions, { active: 3, limit: null, lines: 3 });
  });

  test('the own page stands as composed: header above, video in 600 px beside the picture', async (context) => {
    const { page } = await arrive(context, await serve(ownPage));
    const header = await page.getByRole('heading', { name: 'Gen AI SDK Voice Chat' }).boundingBox();
    const video = await page.locator('#video-source').boundingBox();
    const image = await page.locator('input[type=file][aria-label="Image"]').evaluateHandle((node) => node.closest('section, .block, div'));
    const beside = await image.asElement().boundingBox();
    assert.ok(video.width <= 600 && video.height <= 600, `${video.width} x ${video.height}`);
    assert.ok(header.y + header.height <= video.y);
    assert.ok(beside.x >= video.x + video.width && beside.y < video.y + video.height);
  });

  const ofBlue = /\b(blue|navy|cobalt|ultramarine|azure)\b/i;
  const pictures = { [artCritic]: 'Artwork', [ownPage]: 'Image' };

  for (const [program, label] of Object.entries(pictures)) {
    test(`${program}: a picture chosen in mid-call is what the critic talks about`, { timeout: 60_000 }, async (context) => {
      const caller = await arrive(context, await serve(program), { microphone: question });
      await caller.start();
      await caller.page.locator(`input[type=file][aria-label="${label}"]`).setInputFiles(bluePicture());
      const said = async () => (await caller.captions()).filter(({ who }) => who === 'Critic').map(({ text }) => text).join(' ');
      await caller.until(async () => ofBlue.test(await said()), { within: 30_000, what: 'a word of blue' });
      await caller.stop();
    });
  }

  describe('in Firefox', { skip: hasFirefox ? false : 'no Firefox' }, () => {
    for (const [program, label] of Object.entries(pictures)) {
      test(`${program}: the camera comes back, and a picture chosen in mid-call is talked about`, { timeout: 90_000 }, async (context) => {
        const url = await serve(program);
        const caller = await FirefoxCaller.arrive({ url, microphone: question });
        context.after(() => caller.leave());
        await caller.press('Start');
        await caller.stateIs('Live');
        await caller.choose(label, bluePicture());
        await until(async () => (await caller.stats()).video?.framesDecoded > 10, { within: 10_000, what: 'the camera’s return' });
        await until(async () => (await caller.captions()).some((line) => line.startsWith('Critic') && ofBlue.test(line)), { within: 40_000, what: 'a word of blue' });
        await caller.press('Stop');
        await caller.stateIs('Ended');
        assert.deepEqual(await caller.alerts(), []);
        await noCalls(url);
      });
    }

    test('hosted, the third caller of the own page is told so', async (context) => {
      const url = await serve(ownPage, { environment: hosted });
      for (let i = 0; i < 2; ++i) await (await arrive(context, url)).start();
      const third = await FirefoxCaller.arrive({ url });
      context.after(() => third.leave());
      await third.press('Start');
      await until(async () => (await third.alerts()).some((text) => text.includes('All 2 places are taken')), { what: 'the refusal' });
    });
  });
});
