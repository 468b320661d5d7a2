// By Tab alone through the pages of two real programs: everything is reached, in the order in which it
// is read, and one sees where one is. SALON_BUILD names the build.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { desktop, goTo, openBrowser } from './browser.mjs';
import { artCritic, everyPart, ownPage, startSalon } from './salon.mjs';
import { goesBack, walkByTab } from './tab_walk.mjs';

const build = process.env.SALON_BUILD;

describe('by Tab alone', { skip: build ? false : 'no SALON_BUILD' }, () => {
  let browser;
  before(async () => (browser = await openBrowser()));
  after(() => browser.close());

  for (const [program, atLeast] of [[artCritic, 9], [ownPage, 5], [everyPart, 20]]) {
    test(`${program}: everything is reached in the order of reading, and the focus is seen`, async (context) => {
      const salon = await startSalon(build, { program });
      context.after(() => salon.stop());
      const window = await browser.newContext({ viewport: desktop });
      context.after(() => window.close());
      const page = await window.newPage();
      await goTo(page, salon.url);
      await page.getByRole('status').first().waitFor();
      await page.locator('main').getByRole('button').last().waitFor();
      const { stops, walked } = await walkByTab(page);
      assert.ok(stops.length >= atLeast, `${stops.length}: ${stops.map(({ name }) => name)}`);
      assert.deepEqual(walked.map(({ at }) => stops[at]?.name), stops.map(({ name }) => name));
      assert.deepEqual(walked.filter(({ inside }) => !inside), [], 'in the window');
      assert.deepEqual(walked.filter(({ shown }) => !shown), [], 'seen');
      const back = stops.slice(1).filter((stop, at) => goesBack(stops[at], stop));
      assert.deepEqual(back.map(({ name }) => name), [], 'read on');
    });
  }
});
