// Parts for somebody who hears them instead of seeing them, or has no mouse.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { desktop, phone, until } from './browser.mjs';
import { composedPage, part } from './mock_server.mjs';
import { open, page, visit } from './one_visit.mjs';

const button = (name) => page.getByRole('button', { name, exact: true });
const go = (outputs) => ({ id: 0, target: 2, event: 'click', inputs: [], outputs });

describe('by ear and by keys', () => {
  test('a button says that it works', async () => {
    let finish;
    const done = new Promise((later) => (finish = () => later({ outputs: {} })));
    await open({ config: composedPage([part('button', 2, { value: 'Go' })], { events: [go([])] }), event: () => done });
    const busy = () => button('Go').getAttribute('aria-busy');
    assert.equal(await busy(), 'false');
    await button('Go').click();
    await until(async () => (await busy()) === 'true', { what: 'busy' });
    finish();
    await until(async () => (await busy()) === 'false', { what: 'done' });
  });

  test('a class is spoken when it comes and when it changes, not when it is surer', async () => {
    const answers = [['cat', 0.9], ['cat', 0.8], ['dog', 0.7]].map(([label, confidence]) => ({ label, confidences: [{ label, confidence }] }));
    const config = composedPage([part('button', 2, { value: 'Go' }), part('label', 3, { label: 'Class' })], { events: [go([3])] });
    await open({ config, event: () => ({ outputs: { 3: answers.shift() } }) });
    await page.evaluate(() => {
      window.spoken = [];
      const live = document.querySelectorAll('.block [aria-live=polite]');
      const said = new MutationObserver((changes) => spoken.push(changes[0].target.textContent));
      for (const region of live) said.observe(region, { subtree: true, childList: true, characterData: true });
    });
    for (const share of ['90%', '80%', '70%']) {
      await button('Go').click();
      await page.getByText(share).waitFor();
    }
    assert.deepEqual(await page.evaluate(() => spoken), ['cat', 'dog']);
  });

  test('a sidebar that closes hands on the focus, and nothing in it is reached', async () => {
    const config = composedPage([part('sidebar', 2, {}, [part('textbox', 3, { label: 'Name' })]), part('button', 4, { value: 'Beyond' })]);
    await open({ config });
    await page.getByLabel('Name').focus();
    await page.setViewportSize(phone);
    await page.locator('button:focus', { hasText: 'Show settings' }).waitFor();
    await page.keyboard.press('Tab');
    await page.locator('button:focus', { hasText: 'Beyond' }).waitFor();
    await page.setViewportSize(desktop);
    await button('Hide settings').focus();
    await page.keyboard.press('Enter');
    await page.locator('button:focus', { hasText: 'Show settings' }).waitFor();
  });

  test('what cannot be copied is told, and how it can', async () => {
    await open({ config: composedPage([part('json', 2, { label: 'Found', value: { a: 1 } })]) });
    await page.evaluate(() => {
      window.copied = [];
      navigator.clipboard.writeText = async (text) => {
        if (window.allowed) return void copied.push(text);
        throw new DOMException('no', 'NotAllowedError');
      };
    });
    await button('Copy').click();
    await visit.alert('The browser did not let the page copy. Select the text and press Ctrl+C.');
    assert.equal(await button('Copied').count(), 0);
    await button('Dismiss').click();
    await page.evaluate(() => (window.allowed = true));
    await button('Copy').click();
    await button('Copied').waitFor();
    assert.deepEqual(await page.evaluate(() => copied.map(JSON.parse)), [{ a: 1 }]);
  });
});
