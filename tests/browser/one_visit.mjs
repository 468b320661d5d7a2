// One browser for the tests of a file, and one visit at a time, which ends with its test.
import { after, afterEach, before } from 'node:test';
import { openBrowser } from './browser.mjs';
import { Visit } from './visit.mjs';

export let visit, mock, context, page, parts;

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
afterEach(() => visit?.close());

/** As Visit.open(). A test that opens a second one closes the first. */
export async function open(behaviour, options) {
  visit = await Visit.open(browser, behaviour, options);
  ({ mock, context, page, parts } = visit);
}

export const stateIs = (...what) => visit.stateIs(...what);
export const say = (...messages) => visit.say(...messages);
export const posted = (path) => visit.posted(path);
export const call = () => visit.call();
