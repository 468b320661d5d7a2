// The page by itself: against a mock of the server, and against a far end that lives in the page.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { openBrowser, desktop, phone, until } from './browser.mjs';
import { onePixelPng } from './files.mjs';
import { part, streamPage } from './mock_server.mjs';
import { Visit } from './visit.mjs';

let browser, visit, mock, context, page, parts;

before(async () => (browser = await openBrowser()));
after(() => browser.close());
afterEach(() => visit?.close());

async function open(behaviour, options) {
  visit = await Visit.open(browser, behaviour, options);
  ({ mock, context, page, parts } = visit);
}
const stateIs = (...what) => visit.stateIs(...what);
const say = (...messages) => visit.say(...messages);
const posted = (path) => visit.posted(path);
const call = () => visit.call();

/** Every track the page opens from now on is kept in `opened`. */
const watchDevices = () => page.evaluate(() => {
  window.opened = [];
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await real(wanted);
    opened.push(...stream.getTracks());
    return stream;
  };
});

describe('the page that is described', () => {
  test('shows each part by its name', async () => {
    await open();
    assert.equal(await page.title(), 'Gemini Audio Video Chat');
    await page.getByRole('heading', { name: /Art Critic/ }).waitFor();
    assert.equal(await parts.artwork.count(), 1);
    assert.equal(await parts.key.getAttribute('type'), 'password');
    assert.equal(await parts.token.getAttribute('type'), 'password');
    assert.equal(await parts.captions.count(), 1);
    assert.equal(await parts.state.innerText(), 'Ready');
    assert.equal(await parts.mute.getAttribute('aria-pressed'), 'false');
  });

  test('follows the list, whatever it holds', async () => {
    await open({ config: streamPage([part('textbox', 7, { label: 'Your name', value: 'Ada' })]) });
    assert.equal(await page.getByLabel('Your name').inputValue(), 'Ada');
    assert.equal(await parts.artwork.count(), 0);
  });

  test('takes no script from Markdown', async () => {
    const value = 'hello <img src=x onerror="window.bitten=1"><script>window.bitten=1</script>[x](javascript:alert(1))';
    await open({ config: streamPage([part('markdown', 7, { value })]) });
    await page.getByText('hello').waitFor();
    assert.equal(await page.evaluate(() => window.bitten), undefined);
    assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
  });

  test('shows the own camera before the call, and holds no microphone', async () => {
    await open();
    const video = page.getByLabel('Your camera', { exact: true });
    await until(() => video.evaluate((node) => node.videoWidth > 0));
    assert.deepEqual(await video.evaluate((node) => node.srcObject.getTracks().map(({ kind }) => kind)), ['video']);
  });
});

describe('a refused call', () => {
  const refuse = (answer) => ({ offer: ({ json }) => (json.type === 'offer' ? answer : { status: 'success' }) });

  test('says that all places are taken', async () => {
    await open(refuse({ status: 'failed', meta: { error: 'concurrency_limit_reached', limit: 5 } }), { far: false });
    await parts.start.click();
    await page.getByRole('alert').getByText('All 5 places are taken. Wait until somebody leaves, then press Start.').waitFor();
    await stateIs('Ready');
  });

  test("shows the server's own sentence", async () => {
    const meta = { error: 'unsupported_track', message: 'This server speaks VP8 only. Use another browser.' };
    await open(refuse({ http: 422, status: 'failed', meta }), { far: false });
    await parts.start.click();
    await page.getByRole('alert').getByText(meta.message).waitFor();
  });

  test('can be tried again, and the old sentence goes', async () => {
    await open(refuse({ status: 'failed', meta: { error: 'anything' } }), { far: false });
    await parts.start.click();
    await parts.alerts.first().waitFor();
    await parts.start.click();
    await until(() => posted('/webrtc/offer').filter(({ json }) => json.type === 'offer').length === 2);
    await stateIs('Ready');
    await until(async () => (await parts.alerts.count()) === 1);
  });

  test('says that the server is gone', async () => {
    await open({}, { far: false });
    await page.route('**/webrtc/offer', (route) => route.abort());
    await parts.start.click();
    await page.getByRole('alert').getByText(/cannot be reached/).waitFor();
  });

  test('tells what to do when the camera is blocked', async () => {
    await open();
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await parts.start.click();
    await page.getByRole('alert').getByText(/blocked. Allow them/).waitFor();
    await stateIs('Ready');
  });

  test('goes on without a camera where there is none', async () => {
    await open();
    await page.evaluate(() => {
      const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = (wanted) =>
        wanted.video ? Promise.reject(new DOMException('no', 'NotFoundError')) : real(wanted);
    });
    await call();
    await page.getByRole('alert').getByText(/heard, but not seen/).waitFor();
  });
});

describe('a call', () => {
  beforeEach(() => open());

  test('sends the inputs first, then the offer, under long random ids', async () => {
    await parts.key.fill('secret-key');
    await call();
    const [first] = mock.requests;
    assert.equal(first.path, '/input');
    assert.equal(first.json.values[4], 'secret-key');
    for (const ids of [mock.requests.map(({ session }) => session), posted('/webrtc/offer').map(({ json }) => json.webrtc_id)]) {
      assert.equal(new Set(ids).size, 1);
      assert.ok(ids[0].length >= 22, 'at least 128 bits');
    }
  });

  test('keeps keys out of every address and every store', async () => {
    const addresses = [];
    page.on('request', (request) => addresses.push(request.url()));
    await parts.key.fill('secret-key');
    await parts.token.fill('secret-token');
    await call();
    assert.ok(addresses.every((address) => !address.includes('secret')));
    assert.equal(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })), '{}');
  });

  test('shows the returned camera, and plays the voice apart from it', async () => {
    await call();
    const echo = page.getByLabel('Your camera, as the server returns it');
    await until(() => echo.evaluate((node) => node.videoWidth > 0 && getComputedStyle(node).opacity === '1'));
    assert.equal(await echo.evaluate((node) => node.muted), true);
    const voice = page.locator('audio');
    await until(() => voice.evaluate((node) => !node.paused && !node.muted && node.currentTime > 0));
    assert.equal(await voice.evaluate((node) => node.srcObject.getVideoTracks().length), 0);
  });

  test("moves the icon with the critic's voice", async () => {
    await call();
    const level = () => page.evaluate(() => Number(document.querySelector('.pulse').style.getPropertyValue('--level')));
    await until(async () => (await level()) > 0.3);
    await page.evaluate(() => (loopback.gain.gain.value = 0));
    await until(async () => (await level()) < 0.05);
  });

  test('mutes the microphone by name and by state, before the call and in it', async () => {
    await watchDevices();
    const sent = () => page.evaluate(() => opened.filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live').map(({ enabled }) => enabled));
    await parts.mute.click();
    await call();
    assert.equal(await parts.mute.getAttribute('aria-pressed'), 'true');
    assert.deepEqual(await sent(), [false]);
    await parts.mute.click();
    assert.equal(await parts.mute.getAttribute('aria-pressed'), 'false');
    assert.deepEqual(await sent(), [true]);
  });

  test('writes captions in the order of the conversation', async () => {
    await call();
    await page.evaluate(() => { // what a screen reader speaks: all that comes, and whatever is written anew
      window.spoken = '';
      const heard = (changes) => changes.forEach(({ target, addedNodes }) =>
        (spoken += addedNodes.length ? [...addedNodes].map(({ textContent }) => textContent).join('') : target.textContent));
      const log = document.querySelector('[role=log]');
      new MutationObserver(heard).observe(log, { subtree: true, childList: true, characterData: true });
    });
    const piece = (who, turn, text, final = false) => ({ type: 'caption', data: { who, turn, text, final } });
    await say(
      piece('critic', 1, 'A fine '), piece('user', 1, 'Well?', true), piece('critic', 1, 'frame.', true),
      piece('user', 2, 'And the '), piece('user', 2, 'light?', true), piece('critic', 2, 'Soft as'),
    );
    await until(async () => (await parts.captions.innerText()).includes('Soft as'));
    const lines = await parts.captions.locator('p').allInnerTexts();
    assert.deepEqual(lines.map((line) => line.split(/\s*\n+\s*/).join(': ')),
      ['You: Well?', 'Critic: A fine frame.', 'You: And the light?', 'Critic: Soft as']);
    for (const words of ['A fine', 'And the']) {
      assert.equal((await page.evaluate(() => spoken)).split(words).length - 1, 1, `${words}: once`);
    }
  });

  test('marks what was cut short', async () => {
    await call();
    await say({ type: 'caption', data: { who: 'critic', turn: 1, text: 'As I was saying' } }, { type: 'interrupted' });
    await parts.captions.getByText('interrupted').waitFor();
  });

  test('chimes and pulses for three seconds when its word was heard', async () => {
    await page.evaluate(() => {
      window.notes = [];
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...when) {
        notes.push(this.frequency.value);
        start.apply(this, when);
      };
    });
    await call();
    const before = await page.evaluate(() => notes.length);
    const pulse = page.locator('.pulse.woken');
    assert.equal(await pulse.count(), 0);
    await say({ type: 'stopword', data: '' });
    await pulse.waitFor();
    const begun = Date.now();
    assert.deepEqual((await page.evaluate(() => notes)).slice(before), [660, 880]);
    await until(async () => (await pulse.count()) === 0);
    assert.ok(Date.now() - begun > 2000, 'it was seen');
  });

  test('shows errors and warnings in the words of the server', async () => {
    await call();
    await say({ type: 'error', message: 'Wrong key.' }, { type: 'warning', data: 'Only ten seconds left.' });
    await page.getByRole('alert').getByText('Wrong key.').waitFor();
    await page.getByRole('alert').getByText('Only ten seconds left.').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    await until(async () => (await parts.alerts.count()) === 1);
  });

  test('takes words it does not know, and broken ones, without a murmur', async () => {
    await call();
    const faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.evaluate(() => ['{', 'null', '7', '{"type":"toString"}', '{"type":"caption"}', '{"type":"latency"}']
      .forEach((text) => loopback.channels.at(-1).send(text)));
    await say({ type: 'log', data: 'Server received: handshake' }, { type: 'warning', message: 'still here' });
    await page.getByRole('alert').getByText('still here').waitFor();
    assert.deepEqual(faults, []);
  });

  test('counts the time down and tells how fast the answer came', async () => {
    await call();
    await say({ type: 'time_left', data: 42 }, { type: 'latency', data: { answer_ms: 912 } });
    await page.getByText('answer in 0.9 s').waitFor();
    await page.getByText('0:42 left').waitFor();
    const bar = page.getByRole('progressbar', { name: 'Time left' });
    await until(async () => Number(await bar.getAttribute('aria-valuenow')) <= 41);
  });

  test('pushes all inputs when asked', async () => {
    await parts.key.fill('k');
    await call();
    const before = posted('/input').length;
    await say({ type: 'send_input', data: [] });
    await until(() => posted('/input').length > before);
    assert.equal(posted('/input').at(-1).json.values[4], 'k');
  });

  test('sends a key that is typed during the call, once the typing rests', async () => {
    await call();
    const before = posted('/input').length;
    await parts.key.pressSequentially('abc', { delay: 20 });
    await until(() => posted('/input').length > before);
    assert.deepEqual(posted('/input').slice(before).map(({ json }) => json.values), [{ 4: 'abc' }]);
  });

  test('keeps a text to itself until Enter, where its call wants that', async () => {
    const events = [{ id: 0, target: 4, event: 'change', inputs: [], outputs: [] }];
    const fields = [part('textbox', 4, { label: 'Name' })];
    await visit.close();
    await open({ config: { ...streamPage(fields, { inputs: [4], send_input_on: 'submit' }), events } });
    await call();
    const before = posted('/input').length;
    await page.getByLabel('Name').fill('Ada');
    await until(() => posted('/event').length); // The typing rests.
    assert.equal(posted('/input').length, before);
    await page.getByLabel('Name').press('Enter');
    await until(() => posted('/input').length > before);
    assert.deepEqual(posted('/input').at(-1).json.values, { 4: 'Ada' });
  });

  test('ends with the reason the server gives', async () => {
    await call();
    await say({ type: 'end_stream', data: 'Your 90 seconds are over.' });
    await page.getByRole('alert').getByText('Your 90 seconds are over.').waitFor();
    await stateIs('Ended');
    await parts.start.waitFor();
  });

  test('leaves nothing open after Stop, and says goodbye', async () => {
    await watchDevices();
    await call();
    const id = posted('/webrtc/offer')[0].json.webrtc_id;
    await parts.stop.click();
    await stateIs('Ended');
    await until(() => posted('/webrtc/close').length === 1);
    assert.equal(posted('/webrtc/close')[0].json.webrtc_id, id);
    assert.ok(await page.evaluate(() => opened.every((track) => track.readyState === 'ended')));
    await call(); // and again
  });

  test('says goodbye when the page goes away', async () => {
    await call();
    await page.goto('about:blank');
    await until(() => posted('/webrtc/close').length === 1);
  });
});

describe('the artwork', () => {
  const png = { name: 'mine.png', mimeType: 'image/png', buffer: onePixelPng };
  const shown = () => page.getByRole('img', { name: /Artwork/ }).getAttribute('src');

  test('is the default picture, which needs no upload', async () => {
    await open({}, { viewport: { width: 1200, height: 500 } });
    const { height } = await page.locator('.block:has(input[type=file])').boundingBox();
    assert.ok(height > 320, `${height} px: whole, where the window is low`);
    assert.equal(await shown(), 'picture.jpg');
    await call();
    assert.equal(posted('/upload').length, 0);
  });

  test('can be uploaded before the call, and travels ahead of the offer', async () => {
    await open();
    await parts.artwork.setInputFiles(png);
    await until(async () => (await shown()).startsWith('blob:'));
    await call();
    const [upload] = posted('/upload');
    assert.deepEqual([upload.type, upload.size, upload.query.component], ['image/png', onePixelPng.length, '3']);
    assert.ok(mock.requests.indexOf(upload) < mock.requests.indexOf(posted('/webrtc/offer')[0]));
  });

  test('can be changed during the call', async () => {
    await open();
    await call();
    await parts.artwork.setInputFiles(png);
    await until(() => posted('/upload').length === 1);
  });

  const give = (kind) => page.evaluate(async ([base64, how]) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'given.png', { type: 'image/png' }));
    if (how === 'paste') document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
    else document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, [onePixelPng.toString('base64'), kind]);

  for (const kind of ['paste', 'drop']) {
    test(`can be given by ${kind}`, async () => {
      await open();
      await give(kind);
      await until(async () => (await shown()).startsWith('blob:'));
    });
  }

  test('can be pasted with the button', async () => {
    await open();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(async (base64) => {
      const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob();
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    }, onePixelPng.toString('base64'));
    await page.getByRole('button', { name: 'Paste from clipboard' }).click();
    await until(async () => (await shown()).startsWith('blob:'));
  });

  test('can be taken away, and the critic is told', async () => {
    await open();
    await page.getByRole('button', { name: 'Remove picture' }).click();
    await page.getByText('Drop a picture here').waitFor();
    await call();
    assert.equal(posted('/input')[0].json.values[3], null);
  });

  test('is refused by the page when it is no picture', async () => {
    await open();
    await parts.artwork.setInputFiles({ name: 'song.png', mimeType: 'image/png', buffer: Buffer.from('la la la') });
    await page.getByRole('alert').getByText(/no picture the browser can read/).waitFor();
    assert.equal(await shown(), 'picture.jpg');
  });

  test("shows the server's reason when it refuses", async () => {
    await open({ upload: () => ({ http: 413, detail: 'This picture is too large. Choose one below 40 megapixels.' }) });
    await parts.artwork.setInputFiles(png);
    await parts.start.click();
    await page.getByRole('alert').getByText(/below 40 megapixels/).waitFor();
    await stateIs('Ready');
  });
});

describe('everybody', () => {
  test('can do everything with the keyboard alone', async () => {
    await open();
    const reached = [];
    for (let press = 0; press < 20; ++press) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => {
        const node = document.activeElement;
        return node.getAttribute('aria-label') ?? node.closest('label')?.innerText?.trim() ?? node.innerText?.trim() ?? '';
      }));
    }
    for (const name of ['Hide settings', 'Remove picture', 'Upload file', 'Paste from clipboard', 'Gemini API Key', 'HF Token', 'Start', 'Mute microphone']) {
      assert.ok(reached.includes(name), `${name} among ${reached}`);
    }
    await page.getByRole('button', { name: 'Remove picture' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('button:focus').getByText('Click to upload').waitFor(); // what was pressed is gone
    await parts.start.focus();
    await page.keyboard.press('Enter');
    await stateIs('Live');
    assert.equal(await page.evaluate(() => document.activeElement.innerText.trim()), 'Stop'); // the focus stays
    await page.keyboard.press('Space');
    await stateIs('Ended');
    await parts.start.dblclick(); // one wish, not two
    await stateIs('Live');
  });

  test('keeps the picture of the call in sight when the window becomes narrow', async () => {
    await open();
    const field = page.getByLabel('HF Token');
    await parts.start.click();
    await stateIs('Live');
    await page.setViewportSize(phone);
    await field.waitFor({ state: 'hidden' });
    await parts.stop.click({ trial: true }); // nothing lies over it
    await page.setViewportSize(desktop);
    await field.waitFor();
  });

  test('who wants less motion sees the voice and no dance', async () => {
    await open({}, { reducedMotion: 'reduce' });
    await parts.start.click();
    await stateIs('Live');
    const level = () => page.evaluate(() => Number(document.querySelector('.pulse').style.getPropertyValue('--level')));
    await until(async () => (await level()) > 0.05);
    await until(() => page.evaluate(() => document.getAnimations().length === 0)); // a fade ends
  });

  for (const [name, viewport] of Object.entries({ desktop, phone })) {
    for (const colorScheme of ['light', 'dark']) {
      test(`is met without a serious barrier: ${name}, ${colorScheme}`, async () => {
        await open({}, { viewport, colorScheme });
        assert.deepEqual(await visit.barriers(), []);
        await call();
        await say(
          { type: 'caption', data: { who: 'user', turn: 1, text: 'Well?', final: true } },
          { type: 'caption', data: { who: 'critic', turn: 1, text: 'Soft as gossip.' } },
          { type: 'error', message: 'An error' }, { type: 'warning', message: 'A warning' },
        );
        await page.getByText('A warning').waitFor();
        await page.waitForTimeout(250); // the toasts have faded in
        if (name === 'phone') await page.getByRole('button', { name: 'Show settings' }).click();
        assert.deepEqual(await visit.barriers(), []);
      });
    }
  }
});
