// A call of the page by itself: its far end lives in the page, its server is a mock.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { until } from './browser.mjs';
import { part, streamPage } from './mock_server.mjs';
import { call, mock, open, page, parts, posted, say, stateIs, visit } from './one_visit.mjs';

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
