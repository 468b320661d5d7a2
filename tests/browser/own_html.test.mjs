// The example own_html: a page written by hand, as FastRTC's custom pages are, with an input hook and
// server-sent outputs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openBrowser, until } from './browser.mjs';
import { health } from './caller.mjs';
import { ownHtml, startSalon } from './salon.mjs';

const build = process.env.SALON_BUILD ?? '../../build/dev';

describe('a page written by hand', () => {
  let salon;
  before(async () => (salon = await startSalon(build, { program: ownHtml })));
  after(() => salon.stop());

  test('calls, is heard, sets its input and hears its outputs', { timeout: 60_000 }, async (context) => {
    const browser = await openBrowser();
    context.after(() => browser.close());
    const page = await browser.newPage();
    const faults = [];
    const hooks = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('response', async (answer) => {
      if (answer.url().endsWith('/input_hook')) hooks.push({ status: answer.status(), asked: answer.request().postDataJSON() });
    });
    await page.goto(salon.url);
    await page.getByRole('button', { name: 'Start' }).click();
    const loudest = () => page.evaluate(() => {
      const meter = document.querySelector('meter');
      window.loudest = Math.max(window.loudest ?? 0, meter.value);
      return window.loudest;
    });
    await until(async () => (await loudest()) > 0.001, { within: 20_000, what: 'a level above silence' });
    await until(() => hooks.some(({ asked }) => asked.pitch === '60'), { what: 'the pitch, when the server asks for it' });
    await page.getByRole('slider', { name: 'Pitch' }).fill('0');
    await until(() => hooks.some(({ asked }) => asked.pitch === '0'), { what: 'the new pitch' });
    assert.deepEqual(hooks.map(({ status }) => status), hooks.map(() => 200));
    const heard = () => page.evaluate(async () => {
      for (const report of (await call.connection.getStats()).values()) {
        if (report.type === 'inbound-rtp' && report.kind === 'audio') return report.packetsReceived;
      }
      return 0;
    });
    const before_now = await heard();
    await until(async () => (await heard()) > before_now + 25, { what: 'the robot\'s voice' });

    await page.getByRole('button', { name: 'Stop' }).click();
    await until(async () => (await health(salon.url)).sessions.active === 0, { within: 40_000, what: 'no call left' });
    assert.deepEqual(faults, []);
  });
});
