// The art critic's two pages by their real programs, for everybody: in a wide and a narrow window, light
// and dark, before a call and in it. SALON_LOOKS names a folder for what they look like.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { desktop, phone, until } from './browser.mjs';
import { Caller } from './caller.mjs';
import { artCritic, ownPage, startSalon } from './salon.mjs';
import { barriersOf } from './visit.mjs';

const build = process.env.SALON_BUILD;
const looks = process.env.SALON_LOOKS;

for (const [name, program] of Object.entries({ 'art-critic': artCritic, 'own-page': ownPage })) {
  describe(`${program}, for everybody`, { skip: build ? false : 'no SALON_BUILD' }, () => {
    let salon;
    before(async () => (salon = await startSalon(build, { program })));
    after(() => salon.stop());

    for (const [size, viewport] of Object.entries({ desktop, phone })) {
      for (const colorScheme of ['light', 'dark']) {
        test(`${size}, ${colorScheme}: no barrier before a call or in it, and nothing wider than the window`, async (context) => {
          const caller = await Caller.arrive({ url: salon.url, viewport, colorScheme });
          context.after(() => caller.leave());
          const { page } = caller;
          const stands = async (moment) => {
            if (looks) await page.screenshot({ path: join(looks, `${name}-${moment}-${size}-${colorScheme}.png`) });
            assert.deepEqual(await barriersOf(page), [], moment);
            const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(tooWide <= 0, `${moment}: ${tooWide} px too wide`);
          };
          await stands('before');
          await caller.start();
          await until(async () => (await caller.stats()).video?.framesDecoded > 5, { what: 'the returned camera', within: 10_000 });
          await stands('call');
          await caller.stop();
          assert.deepEqual(caller.faults, []);
        });
      }
    }
  });
}
