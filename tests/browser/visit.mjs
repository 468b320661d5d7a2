// A visit to the page: its server is a mock, and the far end of its calls lives in the page.
import { readFileSync } from 'node:fs';
import { desktop, partsOf, until } from './browser.mjs';
import { builtPage, defaultPicture } from './files.mjs';
import { startMock } from './mock_server.mjs';

const loopback = readFileSync(new URL('loopback.js', import.meta.url), 'utf8');
const axe = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** What axe finds that somebody would stumble over. */
export async function barriersOf(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations
    .filter(({ impact }) => ['serious', 'critical', 'moderate'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join('; ')}`);
}

export class Visit {
  /**
   * @param behaviour the mock's
   * @param far       false: offers go to the mock as well
   */
  static async open(browser, behaviour = {}, { viewport = desktop, colorScheme = 'light', reducedMotion = 'no-preference', far = true } = {}) {
    const visit = new Visit();
    visit.mock = await startMock({ page: builtPage, picture: defaultPicture, ...behaviour });
    visit.context = await browser.newContext({ viewport, colorScheme, reducedMotion });
    visit.page = await visit.context.newPage();
    visit.parts = partsOf(visit.page);
    visit.faults = [];
    visit.page.on('pageerror', (error) => visit.faults.push(error.message));
    if (far) await visit.connectFarEnd();
    await visit.page.goto(visit.mock.url);
    await visit.page.locator('main').waitFor();
    return visit;
  }

  /** Offers are answered inside the page; everything else goes to the mock. */
  async connectFarEnd() {
    await this.page.addInitScript(loopback);
    await this.page.route('**/webrtc/offer', async (route) => {
      const offer = route.request().postDataJSON();
      if (offer.type !== 'offer') return route.fulfill({ json: { status: 'success' } });
      this.mock.requests.push({ path: '/webrtc/offer', session: offer.session, json: offer });
      const answer = ([sdp, restart]) => loopback.answer(sdp, restart);
      await route.fulfill({ json: await this.page.evaluate(answer, [offer.sdp, offer.restart]) });
    });
  }

  /** Starts the page's call, or the one in the region `named`. */
  async call(named) {
    const { start, state } = partsOf(named ? this.page.getByRole('region', { name: named, exact: true }) : this.page);
    const before = await this.page.evaluate(() => loopback.channels.length);
    await start.click();
    await until(async () => (await state.innerText()) === 'Live', { what: 'state Live', within: 8000 });
    await until(() => this.page.evaluate((known) => loopback.channels.length > known, before), { what: 'a channel' });
  }

  stateIs = (word, within = 8000) =>
    until(async () => (await this.parts.state.innerText()) === word, { what: `state ${word}`, within });
  say = (...messages) => this.page.evaluate((list) => loopback.say(...list), messages);
  posted = (path) => this.mock.requests.filter((request) => request.path === path);
  alert = (text) => this.page.getByRole('alert').getByText(text).waitFor();

  barriers = () => barriersOf(this.page);

  async close() {
    await this.page.unrouteAll({ behavior: 'ignoreErrors' }); // an offer may be on its way
    await this.context.close();
    await this.mock.close();
  }
}
