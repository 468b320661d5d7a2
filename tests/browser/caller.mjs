// A caller: a browser with a microphone and a camera, at the page of a running server.
//   SALON_URL=http://localhost:7860/ node --test call.test.mjs
import { readFileSync } from 'node:fs';
import { goTo, openBrowser, partsOf, until } from './browser.mjs';
import { samplesOf } from './listening.mjs';

const tap = readFileSync(new URL('tap.js', import.meta.url), 'utf8');

export const salon = process.env.SALON_URL ?? 'http://localhost:7860/';

export async function health(url = salon) {
  return (await fetch(new URL('healthz', url))).json();
}

export class Caller {
  /** Options as openBrowser's, {url}, and what the window is like. */
  static async arrive({ url = salon, viewport = { width: 1280, height: 800 }, colorScheme = 'light', ...options } = {}) {
    const caller = new Caller();
    caller.browser = await openBrowser(options);
    const context = await caller.browser.newContext({ bypassCSP: true, viewport, colorScheme });
    caller.page = await context.newPage();
    caller.faults = [];
    // Not of the browser's own page, by which it says that it could not load ours.
    caller.page.on('pageerror', (error) => caller.page.url().startsWith('chrome-error:') || caller.faults.push(error.message));
    await caller.page.addInitScript(tap);
    await goTo(caller.page, url);
    caller.parts = partsOf(caller.page);
    await caller.parts.start.waitFor();
    return caller;
  }

  /** The microphone's file begins to be heard now. Gives the time until "Live", in ms. */
  async start({ within = 10_000 } = {}) {
    const began = performance.now();
    await this.parts.start.click();
    await this.until(async () => (await this.state()) === 'Live', { within, what: 'state Live' });
    return performance.now() - began;
  }

  async stop() {
    await this.parts.stop.click();
    await this.until(async () => (await this.state()) === 'Ended', { what: 'state Ended' });
  }

  /** Like until(), but tells what the page showed when it was in vain. */
  async until(probe, options) {
    try {
      return await until(probe, options);
    } catch (error) {
      error.message += `; state ${await this.state()}, alerts ${JSON.stringify(await this.alerts())}`;
      throw error;
    }
  }

  state = () => this.parts.state.innerText();
  alerts = () => this.parts.alerts.allInnerTexts();
  stats = () => this.page.evaluate(() => tap.stats());

  /** [{who: 'You' | 'Critic', text}] */
  captions = () => this.parts.captions.locator('p').evaluateAll((lines) =>
    lines.map((line) => ({ who: line.querySelector('b').innerText, text: line.querySelector('span').innerText })));

  /** Microphone and returned voice since the last recording, as 16-bit samples at 48 kHz on one clock. */
  async recording() {
    const { mic, voice } = await this.page.evaluate(() => tap.take());
    return { mic: samplesOf(mic), voice: samplesOf(voice) };
  }

  listenFor = (seconds) => this.page.waitForTimeout(seconds * 1000);

  /** Frames of the returned camera decoded each second, over `seconds`. */
  async framesEachSecond(seconds = 3) {
    const first = await this.until(async () => (await this.stats()).video, { what: 'a returned picture' });
    await this.listenFor(seconds);
    const last = (await this.stats()).video;
    return (1000 * (last.framesDecoded - first.framesDecoded)) / (last.timestamp - first.timestamp);
  }

  leave = () => this.browser.close();
}
