// A page composed in C++, every part of it, by its real server: examples/04_every_part.cpp.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { desktop, openBrowser, partsOf, phone, until } from './browser.mjs';
import { colourPng } from './files.mjs';
import { FirefoxCaller, hasFirefox } from './firefox.mjs';
import { everyPart, startSalon } from './salon.mjs';
import { barriersOf } from './visit.mjs';

const build = process.env.SALON_BUILD ?? '../../build/dev';
const orange = { name: 'orange.png', mimeType: 'image/png', buffer: colourPng({ r: 240, g: 140, b: 20 }) };
const green = { name: 'green.png', mimeType: 'image/png', buffer: colourPng({ r: 40, g: 150, b: 60 }) };

let salon, browser, page;
before(async () => {
  salon = await startSalon(build, { program: everyPart });
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  await salon.stop();
});

async function arrive({ viewport = desktop, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, bypassCSP: true, permissions: ['clipboard-read', 'clipboard-write'] });
  context.setDefaultTimeout(8000);
  const arrived = await context.newPage();
  arrived.faults = [];
  arrived.on('pageerror', (error) => arrived.faults.push(error.message));
  await arrived.goto(salon.url);
  await field('Light', arrived).waitFor();
  return arrived;
}
const leave = async (left) => {
  assert.deepEqual(left.faults, []);
  await left.context().close();
};
const field = (label, of = page) => of.getByLabel(label, { exact: true });
const secret = () => page.locator('input[type=password]'); // its label tells more than its name
const press = (name, of = page) => of.getByRole('button', { name, exact: true }).click();
const show = (file, of = page) => of.locator('input[type=file][aria-label="Picture"]').setInputFiles(file);
const print = () => page.getByRole('img', { name: 'Print', exact: true });
const chat = (of = page) => of.getByRole('log', { name: 'The painter' });
const says = (text, of = page) => of.getByText(text).first().waitFor();
const alert = (text) => page.getByRole('alert').getByText(text).waitFor();
const figures = () => page.getByRole('group', { name: 'Figures' }).or(field('Figures')).last().innerText();
const slide = async (label, value) => {
  const typed = field(`${label}, as a number`);
  await typed.fill(String(value));
  await typed.press('Enter');
};
const call = (named) => partsOf(page.getByRole('region', { name: named, exact: true }));
const stateIs = (named, word) =>
  until(async () => (await call(named).state.innerText()) === word, { what: `${named}: ${word}`, within: 10_000 });
/** The colour in the middle of the picture that the page shows. */
const colourOf = (label) => page.getByRole('img', { name: label, exact: true }).evaluate(async (img) => {
  await img.decode();
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  canvas.drawImage(img, img.naturalWidth / 2, img.naturalHeight / 2, 1, 1, 0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
});
const isNear = (colour, wanted) => colour.every((value, at) => Math.abs(value - wanted[at]) <= 3);

describe('a composed page and its server', () => {
  beforeEach(async () => (page = await arrive()));
  afterEach(() => leave(page));

  test('greets when it stands, and is dressed as its developer said', async () => {
    await chat().getByText('Show me a picture').waitFor();
    assert.equal(await page.title(), 'The Studio');
    const spacing = await page.locator('#banner h1').evaluate((node) => parseFloat(getComputedStyle(node).letterSpacing));
    assert.ok(spacing > 0);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--slider-color')), '#0f766e');
  });

  test('takes a picture, and gives another back in its true colours', async () => {
    await show(orange);
    await print().waitFor();
    await until(async () => isNear(await colourOf('Print'), [240, 140, 20]));
    await slide('Light', 50);
    await until(async () => isNear(await colourOf('Print'), [120, 70, 10]), { what: 'half the light' });
    await until(async () => (await figures()).includes('"light": 0.5'));
    assert.match(await figures(), /"width": 64/);
    await says('brown');
    await page.locator('[title^="#"]').waitFor();
  });

  test('takes a picture by the clipboard, and by the camera', async () => {
    await page.evaluate(async (bytes) => {
      const blob = new Blob([new Uint8Array(bytes)], { type: 'image/png' });
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    }, [...green.buffer]);
    await press('Paste from clipboard');
    await print().waitFor();
    await until(async () => isNear(await colourOf('Print'), [40, 150, 60]));
    await press('Remove picture');
    await print().waitFor({ state: 'detached' });
    await press('Capture from camera');
    await until(() => page.getByLabel('Your camera').evaluate((video) => video.videoWidth > 0));
    await press('Take picture');
    await print().waitFor();
  });

  test('answers a question by Enter and by the button, and clears the field', async () => {
    await show(orange);
    await print().waitFor();
    await field('Question').fill('What is it?');
    await field('Question').press('Enter');
    await chat().getByText('Mostly orange').waitFor();
    assert.equal(await field('Question').inputValue(), '');
    await field('Question').fill('And now?');
    await press('Ask');
    await until(async () => (await chat().getByText('Mostly orange').count()) === 2);
    assert.match(await chat().innerText(), /Show me a picture[\s\S]*What is it\?[\s\S]*And now\?/);
  });

  test("tells a refusal in the function's words, and a fault in general ones", async () => {
    await field('Name').fill('Ada');
    await secret().fill('soap and water');
    await press('Sign in');
    await alert('That is not the password. Its hint helps.');
    await secret().fill('turpentine');
    await press('Sign in');
    await page.locator('strong', { hasText: 'Ada' }).waitFor();
    await press('Spill the paint');
    await alert('Something went wrong on the server. Please try again; its log says more.');
    assert.ok(!(await page.content()).includes('on the floor'));
    assert.match(salon.log(), /the paint is on the floor/);
  });

  test('keeps what one browser session says from every other, and a secret nowhere', async () => {
    const other = await arrive();
    await show(orange);
    await print().waitFor();
    await field('Question').fill('Only mine?');
    await field('Question').press('Enter');
    await chat().getByText('Mostly orange').waitFor();
    await field('Question', other).fill('And mine?');
    await field('Question', other).press('Enter');
    await chat(other).getByText('I see nothing yet').waitFor();
    assert.ok(!(await chat(other).innerText()).includes('Only mine?'));
    await leave(other);

    await secret().fill('turpentine');
    await press('Sign in');
    await says('Welcome to the studio');
    const kept = () => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
    assert.equal(await kept(), JSON.stringify([{}, {}, '', salon.url]));
    await page.reload();
    await chat().getByText('Show me a picture').waitFor();
    assert.equal(await secret().inputValue(), '');
    assert.equal(await print().count(), 0);
    assert.ok(!(await chat().innerText()).includes('Only mine?'));
    assert.ok(!salon.log().includes('turpentine'));
  });

  test('hears the caller, shows how loud that is, and obeys the slider in mid-call', async () => {
    await slide('Ear', 1);
    await press('Listen');
    await stateIs('How loud is it?', 'Live');
    await says('Loudest so far');
    const loudest = async () => Number(/(\d+) %/.exec(await page.getByText('Loudest so far').innerText())[1]);
    await until(async () => (await loudest()) > 0, { within: 8000 });
    const before = await loudest();
    assert.ok(before < 100);
    await slide('Ear', 20);
    await until(async () => (await loudest()) >= Math.min(100, 4 * before), { within: 8000, what: 'louder by the slider' });
    await call('How loud is it?').stop.click();
    await stateIs('How loud is it?', 'Ended');
  });

  test('plays the picture to its end by the button that the page names, faster when the slider says so', async () => {
    await press('Play the picture');
    await alert('Choose a picture first, then play it.');
    await show(green);
    await print().waitFor();
    await slide('Notes a minute', 60);
    await press('Play the picture');
    await stateIs("The picture's tune", 'Live');
    await says(/♪ 2 of 16/);
    const began = performance.now();
    await slide('Notes a minute', 600);
    await says(/♪ 16 of 16/);
    assert.ok(performance.now() - began < 8000, 'as slow as before'); // 14 s at 60 a minute
    await stateIs("The picture's tune", 'Ended');
  });
});

describe('everybody', () => {
  for (const [name, viewport] of Object.entries({ desktop, phone })) {
    for (const colorScheme of ['light', 'dark']) {
      test(`meets the composed page without a barrier: ${name}, ${colorScheme}`, async () => {
        page = await arrive({ viewport, colorScheme });
        await show(orange);
        await print().waitFor();
        assert.deepEqual(await barriersOf(page), []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${overflow} px too wide`);
        await leave(page);
      });
    }
  }
});

describe('in Firefox', { skip: hasFirefox ? false : 'no Firefox' }, () => {
  test('the composed page runs its functions, and hears a call', async () => {
    const caller = await FirefoxCaller.arrive({ url: salon.url, start: 'Listen' });
    const shows = (text) => until(() => caller.page.evaluate((wanted) => document.body.innerText.includes(wanted), text), { what: text });
    try {
      await shows('Show me a picture');
      await (await caller.page.waitForSelector('[placeholder="What do you see?"]')).type('Hello?\n');
      await shows('I see nothing yet');
      await caller.press('Listen');
      await shows('Loudest so far');
      await caller.press('Stop');
      await caller.press('Spill the paint');
      await until(async () => (await caller.alerts()).some((text) => text.includes('Something went wrong on the server')));
    } finally {
      await caller.leave();
    }
  });
});
