// The example object_detection, with NanoDet, before a photograph: what is seen stands on the page
// beside its speed, and the slider decides what is worth telling.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { until } from './browser.mjs';
import { Caller, health } from './caller.mjs';
import { FirefoxCaller, hasFirefox } from './firefox.mjs';
import { objectDetection, startSalon } from './salon.mjs';
import { photographCamera } from './speech.mjs';
import { barriersOf } from './visit.mjs';

const build = process.env.SALON_BUILD ?? '../../build/dev';
const astronaut = fileURLToPath(new URL('../data/photos/astronaut.jpg', import.meta.url));
const person = /person\s+\d+\s?%/;

/** Runs inside the page. What it tells of the speed; null before the first picture. */
function speedOnPage() {
  const [each_second, took] = [...document.querySelectorAll('.speed dd')].map((figure) => parseFloat(figure.innerText));
  const bars = document.querySelector('.speed path').getAttribute('d').split('M').length - 1;
  return bars ? { each_second, took, bars } : null;
}

describe('object detection', () => {
  let salon;
  before(async () => (salon = await startSalon(build, { program: objectDetection })));
  after(() => salon.stop());

  const nobodyCalls = () => until(async () => (await health(salon.url)).sessions.active === 0, { what: 'no call left' });

  test('sees the astronaut, tells its speed, and follows the slider', { timeout: 60_000 }, async (context) => {
    const caller = await Caller.arrive({ url: salon.url, camera: photographCamera(astronaut) });
    context.after(() => caller.leave());
    assert.equal(await caller.page.evaluate(speedOnPage), null, 'no speed before the first picture');
    await caller.start();
    const words = () => caller.page.locator('main').innerText();
    const sees = (what) => caller.until(async () => what.test(await words()), { within: 20_000, what: `${what} on the page` });
    const slide = (value) => caller.page.getByRole('slider', { name: 'Threshold' }).fill(String(value));
    const speed = (is, what) => caller.until(async () => {
      const now = await caller.page.evaluate(speedOnPage);
      return now && is(now) && now;
    }, { within: 20_000, what });

    await sees(person);
    const first = await speed(({ each_second, took }) => each_second > 0 && took > 0, 'a speed');
    await speed(({ took }) => took !== first.took, 'another speed');
    await speed(({ bars }) => bars === 60, 'a whole plot');
    assert.deepEqual(await barriersOf(caller.page), []);

    await slide(1);
    await sees(/nothing/);
    assert.doesNotMatch(await words(), person);
    await slide(0.25);
    await sees(person);

    assert.ok((await caller.stats()).video.framesDecoded > 10);
    assert.deepEqual(caller.faults, []);
    await caller.stop();
    await nobodyCalls();
  });

  test('Firefox gets its pictures back, and the speed', { skip: hasFirefox ? false : 'no Firefox', timeout: 60_000 }, async (context) => {
    const caller = await FirefoxCaller.arrive({ url: salon.url });
    context.after(() => caller.leave());
    await caller.press('Start');
    await caller.stateIs('Live');
    await until(async () => (await caller.stats()).video?.framesDecoded > 10, { within: 20_000, what: 'pictures' });
    await until(async () => (await caller.page.evaluate(speedOnPage))?.each_second > 0, { within: 20_000, what: 'a speed' });
    await caller.press('Stop');
    await caller.stateIs('Ended');
    await nobodyCalls();
  });
});
