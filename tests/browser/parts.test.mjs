// Pages composed of parts: what each shows, what it tells the server, and what harm it keeps away.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { desktop, openBrowser, phone, until } from './browser.mjs';
import { onePixelPng } from './files.mjs';
import { composedPage, part } from './mock_server.mjs';
import { Visit } from './visit.mjs';

const png = { name: 'mine.png', mimeType: 'image/png', buffer: onePixelPng };
let browser, visit;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

/** One page for all tests of a group; each group has its own. */
function onPage(behaviour, options) {
  before(async () => (visit = await Visit.open(browser, behaviour, options)));
  after(async () => {
    await visit.close(); // first: a browser that stays open holds up all that follows
    assert.deepEqual(visit.faults, []);
  });
}
const field = (label) => visit.page.getByLabel(label, { exact: true });
const button = (name) => visit.page.getByRole('button', { name, exact: true });
const events = () => visit.posted('/event').map(({ json }) => json);

const everyPart = composedPage([
  part('sidebar', 60, {}, [part('textbox', 61, { label: 'Name', info: 'How you want to be called', placeholder: 'Ada' })]),
  part('sidebar', 63, { position: 'right' }, [part('json', 64, { label: 'Report', value: { fps: 24.5, name: 'a "b"' } })]),
  part('markdown', 2, { value: '# All parts\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[out](https://example.com)' }),
  part('html', 3, { elem_id: 'banner', value: '<h2 style="text-align: right">Raw <em>word</em></h2>' }),
  part('row', 4, {}, [
    part('column', 5, { min_width: 100 }, [
      part('textbox', 6, { label: 'Story', lines: 3, value: 'Once' }),
      part('textbox', 7, { label: 'Secret', kind: 'password' }),
      part('slider', 8, { label: 'Volume', minimum: 0, maximum: 10, step: 1, value: 4 }),
      part('button', 9, { value: 'Run it', variant: 'primary', elem_id: 'mine' }),
    ]),
    part('column', 10, { scale: 2, min_width: 100 }, [
      part('label', 11, { label: 'Class', value: { label: 'cat', confidences: [{ label: 'cat', confidence: 0.914 }, { label: 'dog', confidence: 0.07 }] } }),
      part('chatbot', 12, { label: 'Chat', value: [{ role: 'user', content: 'Hello?' }, { role: 'assistant', content: '**Hi!**' }] }),
      part('image', 13, { label: 'Photo', sources: ['upload', 'clipboard', 'webcam'] }),
      part('image', 14, { label: 'Shown', value: 'picture.jpg', sources: [], interactive: false }),
    ]),
  ]),
  part('group', 16, {}, [part('label', 17, { label: 'Nothing yet' }), part('json', 18, { label: 'Nothing found' })]),
], { css: '#banner { letter-spacing: 3px } #mine { text-transform: uppercase }', theme: { light: { '--primary-500': '#123456' }, dark: {} } });

describe('a page of every part', () => {
  onPage({ config: everyPart });

  test('shows each by its name and value', async () => {
    assert.equal(await field('Story').inputValue(), 'Once');
    assert.equal(await field('Secret').getAttribute('type'), 'password');
    assert.equal(await field('Volume').getAttribute('type'), 'range');
    assert.equal(await field('Volume').inputValue(), '4');
    await visit.page.getByText('91%').waitFor();
    assert.match(await visit.page.getByRole('log', { name: 'Chat' }).innerText(), /Hello\?[\s\S]*Hi!/);
    assert.match(await visit.page.getByLabel('Report').last().innerText(), /"fps": 24.5/);
    assert.equal(await visit.page.getByRole('img', { name: 'Shown' }).getAttribute('src'), 'picture.jpg');
    assert.equal(await visit.page.getByRole('cell').count(), 2);
  });

  test('is dressed as the developer said', async () => {
    const look = (selector, property) => visit.page.locator(selector).evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property);
    assert.equal(await look('#banner', 'letter-spacing'), '3px');
    assert.equal(await look('#banner h2', 'text-align'), 'right');
    assert.equal(await look('button#mine', 'text-transform'), 'uppercase');
    assert.equal(await look(':root', '--primary-500'), '#123456');
  });

  test('lays columns side by side, by their scale', async () => {
    const [left, right] = await visit.page.locator('.row > .column').evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect()));
    assert.equal(Math.round(left.top), Math.round(right.top));
    assert.ok(right.width > 1.5 * left.width, `${left.width} and ${right.width}`);
  });

  test('takes a number by the slider and by its field, within the limits', async () => {
    const typed = visit.page.getByLabel('Volume, as a number');
    await typed.fill('99');
    await typed.press('Enter');
    assert.equal(await typed.inputValue(), '10');
    assert.equal(await field('Volume').inputValue(), '10');
    await field('Volume').focus();
    await visit.page.keyboard.press('ArrowLeft');
    assert.equal(await typed.inputValue(), '9');
  });

  test('takes a picture with the camera, and lets go of it', async () => {
    const { keyboard } = visit.page;
    const video = visit.page.locator('video');
    await button('Capture from camera').focus();
    await keyboard.press('Enter');
    await video.waitFor();
    await keyboard.press('Escape'); // not now
    await video.waitFor({ state: 'detached' });
    await keyboard.press('Space');
    await until(() => video.evaluate((node) => node.videoWidth > 0));
    await video.evaluate((node) => (window.opened = node.srcObject.getTracks()));
    await button('Take picture').focus();
    await keyboard.press('Enter');
    await visit.page.locator('button:focus[aria-label="Remove picture"], :focus[title="Remove picture"]').waitFor();
    await until(async () => (await visit.page.getByRole('img', { name: 'Photo' }).getAttribute('src')).startsWith('blob:'));
    await until(() => visit.page.evaluate(() => opened.every(({ readyState }) => readyState === 'ended')));
  });

  test('can hide each sidebar', async () => {
    await button('Hide settings').click();
    await visit.page.getByPlaceholder('Ada').waitFor({ state: 'hidden' });
    await button('Hide results').click();
    await button('Show settings').click();
    await visit.page.getByPlaceholder('Ada').waitFor();
  });
});

describe('what sets off a function', () => {
  let answers = [];
  const answer = async (request) => (answers.shift() ?? (() => ({ outputs: {} })))(request);
  const children = [
    part('textbox', 2, { label: 'Word' }), part('slider', 3, { label: 'Pace', minimum: 0, maximum: 1, step: 0.1, value: 0.5 }),
    part('image', 4, { label: 'Photo' }), part('button', 5, { value: 'Go' }),
    part('markdown', 6, { value: 'nothing yet' }), part('label', 7), part('json', 8, { label: 'Found' }),
    part('chatbot', 9, { label: 'Chat' }), part('textbox', 10, { label: 'Echo' }), part('button', 11, { value: 'First and second' }),
    part('html', 12, { value: '<b>composed</b>' }), part('image', 13, { label: 'Drawn', sources: [] }),
  ];
  const list = [
    { id: 0, target: 5, event: 'click', inputs: [2, 3, 4], outputs: [6, 7, 8, 9, 10, 12, 13] },
    { id: 1, target: 2, event: 'submit', inputs: [2], outputs: [6] },
    { id: 2, target: 3, event: 'change', inputs: [3], outputs: [8] },
    { id: 3, target: 1, event: 'load', inputs: [], outputs: [6] },
    { id: 4, target: 11, event: 'click', inputs: [], outputs: [] },
    { id: 5, target: 11, event: 'click', inputs: [], outputs: [] },
    { id: 6, target: 10, event: 'change', inputs: [10], outputs: [] },
  ];
  onPage({ config: composedPage(children, { events: list }), event: answer });

  test('that the page stands', async () => {
    await until(() => events().some(({ event }) => event === 3));
  });

  test('a click: with its inputs, and every output is shown', async () => {
    await field('Word').fill('hello');
    await field('Photo').first().locator('input[type=file]').setInputFiles(png);
    await visit.page.getByRole('img', { name: 'Photo' }).waitFor();
    answers = [() => ({ outputs: {
      6: '**done**', 7: { label: 'cat', confidences: [] }, 8: { a: 1 }, 9: [{ role: 'assistant', content: 'Yes.' }], 10: 'told back',
      12: '<i>fresh</i>', 13: 'picture.jpg',
    } })];
    await button('Go').click();
    await visit.page.locator('strong', { hasText: 'done' }).waitFor();
    const asked = events().find(({ event }) => event === 0);
    assert.deepEqual(asked.values, { 2: 'hello', 3: 0.5 });
    assert.ok(asked.session.length >= 22);
    const upload = visit.posted('/upload').at(-1);
    assert.deepEqual([upload.query.component, upload.session, upload.size], ['4', asked.session, onePixelPng.length]);
    assert.ok(visit.mock.requests.indexOf(upload) < visit.mock.requests.findIndex(({ json }) => json === asked));
    await visit.page.getByText('cat').waitFor();
    assert.match(await field('Found').last().innerText(), /"a": 1/);
    assert.equal(await field('Echo').inputValue(), 'told back');
    assert.equal(await visit.page.locator('i', { hasText: 'fresh' }).count(), 1);
    assert.equal(await visit.page.getByRole('img', { name: 'Drawn' }).getAttribute('src'), 'picture.jpg');
  });

  test('an output that changes an input', async () => {
    await until(() => events().some(({ event, values }) => event === 6 && values[10] === 'told back'));
  });

  test('Enter in a field', async () => {
    await field('Word').press('Enter');
    await until(() => events().some(({ event }) => event === 1));
  });

  test('a change: one request at a time, and the newest value is the last', async () => {
    let open = 0;
    let most = 0;
    const slow = async () => {
      most = Math.max(most, ++open);
      await new Promise((later) => setTimeout(later, 150));
      --open;
      return { outputs: {} };
    };
    answers = Array(20).fill(slow);
    await field('Pace').focus();
    for (let press = 0; press < 5; ++press) await visit.page.keyboard.press('ArrowRight', { delay: 40 });
    await until(() => events().filter(({ event }) => event === 2).at(-1)?.values[3] === 1);
    await until(() => open === 0);
    answers = [];
    assert.equal(most, 1);
  });

  test('two functions of one button, in their order', async () => {
    await button('First and second').click();
    await until(() => events().some(({ event }) => event === 5));
    const order = events().map(({ event }) => event).filter((id) => id === 4 || id === 5);
    assert.deepEqual(order, [4, 5]);
  });

  test('a click that is not repeated while it works', async () => {
    let finish;
    answers = [() => new Promise((done) => (finish = () => done({ outputs: { 6: 'after' } })))];
    const asked = () => events().filter(({ event }) => event === 0).length;
    const before = asked();
    await button('Go').focus();
    await visit.page.keyboard.press('Enter');
    await visit.page.locator('.pending').first().waitFor();
    await visit.page.keyboard.press('Enter'); // it still has the focus, and does nothing
    finish();
    await visit.page.getByText('after').waitFor();
    await visit.page.locator('.pending').first().waitFor({ state: 'detached' });
    assert.equal(asked(), before + 1);
    await visit.page.locator('button:focus', { hasText: 'Go' }).waitFor();
  });

  test("a refusal in the function's own words", async () => {
    answers = [() => ({ http: 400, detail: 'A word is needed. Type one.' })];
    await button('Go').click();
    await visit.alert('A word is needed. Type one.');
    await button('Dismiss').focus();
    await visit.page.keyboard.press('Enter');
    await visit.page.locator('button:focus', { hasText: 'Go' }).waitFor(); // back where it came from
  });

  test('a fault, which is told', async () => {
    answers = [() => ({ http: 500 })];
    await button('Go').click();
    await visit.alert('The server did not do it. (500)');
  });
});

describe('hostile values', () => {
  const nasty =
    'still here <script>window.bitten=1</script><img src=x onerror="window.bitten=1"><svg onload="window.bitten=1"><script>window.bitten=1</script>' +
    '<animate onbegin="window.bitten=1" attributeName=x dur=1s></svg><a href="javascript:window.bitten=1" class="trap">press</a>' +
    '<a href=" java\nscript:window.bitten=1" class="trap">press</a><iframe srcdoc="<script>parent.bitten=1</script>"></iframe>' +
    '<math><mi xlink:href="javascript:window.bitten=1">m</mi></math><form action="https://evil.example"><input name=key></form>' +
    '<style>main{display:none}</style><div style="position:fixed;inset:0;z-index:9999" class="veil"></div><base href="https://evil.example/">' +
    '[press](javascript:window.bitten=1) ![x](x"onerror="window.bitten=1)';
  const children = [
    part('markdown', 2, { value: 'clean' }), part('html', 3, { value: '<p>clean</p>' }), part('chatbot', 4, { label: 'Chat' }),
    part('label', 5, { label: 'Class' }), part('json', 6, { label: 'Found' }), part('textbox', 7, { label: 'Field' }), part('button', 8, { value: 'Go' }),
    part('image', 9, { label: 'Drawn', sources: [] }), part('webrtc', 10, { label: 'Talk', modality: 'audio' }),
  ];
  const outputs = {
    2: nasty, 3: nasty, 4: [{ role: 'assistant', content: nasty }, { role: 'user', content: nasty }],
    5: { label: nasty, confidences: [{ label: nasty, confidence: 7 }] }, 6: { [nasty]: nasty }, 7: nasty,
  };
  onPage({
    config: composedPage(children, { events: [{ id: 0, target: 8, event: 'click', inputs: [], outputs: [2, 3, 4, 5, 6, 7, 9] }] }),
    event: () => ({ outputs }),
  });
  const nothingBit = async () => {
    for (const trap of await visit.page.locator('.trap').all()) await trap.click({ force: true, timeout: 500 }).catch(() => {});
    assert.equal(await visit.page.evaluate(() => window.bitten), undefined);
    assert.equal(visit.page.url(), visit.mock.url);
    assert.deepEqual(await visit.page.evaluate(() => ({
      handlers: [...document.querySelectorAll('main *')].filter((node) => [...node.attributes].some(({ name }) => name.startsWith('on'))).length,
      inside: document.querySelectorAll('main :is(script, iframe, form, style, base)').length,
      links: [...document.querySelectorAll('main a[href]')].filter(({ protocol }) => !/^https?:/.test(protocol)).length,
    })), { handlers: 0, inside: 0, links: 0 });
    const { name, bottom } = await visit.page.evaluate(() => {
      const { x, y, bottom } = document.querySelector('main').getBoundingClientRect();
      return { name: document.elementFromPoint(x + 2, y + 2).className, bottom };
    });
    assert.ok(bottom > 0 && name !== 'veil', 'nothing lies over the page');
  };

  test('of an event run nowhere', async () => {
    await button('Go').click();
    await until(async () => (await visit.page.getByText('still here').count()) >= 5);
    await nothingBit();
  });

  test('of a call run nowhere, and go to no part that is not there', async () => {
    await visit.call('Talk');
    await visit.say(
      { type: 'output', data: { 2: `again ${nasty}`, 99: 'nobody', __proto__: 'x', toString: 1 } }, { type: 'output', data: [nasty] },
      { type: 'output', data: null }, { type: 'error', message: nasty },
      { type: 'caption', data: { who: 'critic', turn: 1, text: nasty } },
    );
    await visit.page.getByText('again still here').waitFor();
    await visit.page.getByRole('log', { name: 'Captions' }).getByText('still here').waitFor();
    await nothingBit();
  });
});

describe('everybody', () => {
  for (const [name, viewport] of Object.entries({ desktop, phone })) {
    for (const colorScheme of ['light', 'dark']) {
      test(`meets every part without a serious barrier: ${name}, ${colorScheme}`, async () => {
        const visit = await Visit.open(browser, { config: everyPart }, { viewport, colorScheme });
        try {
          assert.deepEqual(await visit.barriers(), []);
          const overflow = await visit.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(overflow <= 0, `${overflow} px too wide`);
        } finally {
          await visit.close();
        }
      });
    }
  }
});
