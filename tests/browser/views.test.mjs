// Calls of every mode and modality, several on one page, and what happens when the network goes.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { openBrowser, partsOf, phone, until } from './browser.mjs';
import { composedPage, part, streamPage } from './mock_server.mjs';
import { Visit } from './visit.mjs';

let browser, visit;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const named = (label) => visit.page.getByRole('region', { name: label, exact: true });
const plays = (media) => until(() => media.evaluate((node) => !node.paused && node.currentTime > 0 && (node.videoWidth ?? 1) > 0), { what: 'playing' });
const kindsOffered = () => Object.fromEntries(
  [...visit.posted('/webrtc/offer').at(-1).json.sdp.matchAll(/m=(audio|video)[\s\S]*?a=(sendrecv|sendonly|recvonly)/g)].map(([, kind, way]) => [kind, way]));

describe('a call', () => {
  const ways = { 'send-receive': 'sendrecv', send: 'sendonly', receive: 'recvonly' };
  const kinds = { audio: ['audio'], video: ['video'], 'audio-video': ['audio', 'video'] };
  const all = Object.keys(ways).flatMap((mode) => Object.keys(kinds).map((modality) => ({ mode, modality })));
  before(async () => {
    const calls = all.map(({ mode, modality }, at) => part('webrtc', 10 + at, { label: `${mode} ${modality}`, mode, modality, time_limit: 60 }));
    visit = await Visit.open(browser, { config: composedPage([part('markdown', 2, { value: '# Calls' }), ...calls]) });
  });
  after(async () => {
    assert.deepEqual(visit.faults, []);
    await visit.close();
  });

  test('opens no device before it begins, where it is one part of many', async () => {
    assert.equal(await visit.page.locator('video').count(), 0);
    assert.deepEqual(await visit.barriers(), []);
  });

  for (const [at, { mode, modality }] of all.entries()) {
    test(`${mode}, ${modality}`, async () => {
      const label = `${mode} ${modality}`;
      await visit.call(label);
      assert.deepEqual(kindsOffered(), Object.fromEntries(kinds[modality].map((kind) => [kind, ways[mode]])));
      assert.equal(visit.posted('/webrtc/offer').at(-1).json.component, 10 + at);
      const view = named(label);
      const sends = mode !== 'receive';
      const receives = mode !== 'send';
      const has = (kind) => kinds[modality].includes(kind);
      if (receives && has('audio')) await plays(view.locator('audio'));
      else assert.equal(await view.locator('audio').count(), 0);
      if (receives && has('video')) await plays(view.locator('video.returned'));
      else assert.equal(await view.locator('video.returned').count(), 0);
      if (sends && has('video')) await plays(view.getByLabel('Your camera', { exact: true }));
      assert.equal(await partsOf(view).mute.count(), sends && has('audio') ? 1 : 0);
      assert.equal(await view.locator('.pulse, .wave').count(), has('audio') ? 1 : 0);
      await view.getByRole('progressbar', { name: 'Time left' }).waitFor();
      await partsOf(view).stop.click();
      await until(async () => (await partsOf(view).state.innerText()) === 'Ended');
    });
  }
});

describe('two calls on one page', () => {
  afterEach(() => visit.close());

  test('live side by side, each with its own words, devices and state', async () => {
    const calls = [part('webrtc', 2, { label: 'Left', modality: 'audio' }), part('webrtc', 3, { label: 'Right', modality: 'audio' })];
    visit = await Visit.open(browser, { config: composedPage([part('row', 4, {}, calls)]) });
    await visit.call('Left');
    await visit.call('Right');
    await visit.say({ type: 'caption', data: { who: 'critic', turn: 1, text: 'To the right.' } });
    await partsOf(named('Right')).captions.getByText('To the right.').waitFor();
    assert.equal(await partsOf(named('Left')).captions.innerText(), '');
    await partsOf(named('Left')).stop.click();
    await until(async () => (await partsOf(named('Left')).state.innerText()) === 'Ended');
    assert.equal(await partsOf(named('Right')).state.innerText(), 'Live');
    assert.equal(visit.posted('/webrtc/close').length, 1);
  });
});

describe('what the developer sets', () => {
  afterEach(() => visit.close());

  test('colours, icon, words of the buttons, and size', async () => {
    const look = {
      label: 'Talk', modality: 'audio', icon: 'picture.jpg', icon_radius: 20, pulse_color: 'rgb(1, 2, 3)', icon_button_color: 'rgb(4, 5, 6)',
      height: 333, width: 444, elem_id: 'talk', button_labels: { start: 'Record', stop: 'Enough', waiting: null },
    };
    visit = await Visit.open(browser, { config: composedPage([part('webrtc', 2, look)]) });
    const style = (selector, name) => visit.page.locator(selector).evaluate((node, property) => getComputedStyle(node)[property], name);
    assert.equal(await style('#talk .button', 'backgroundColor'), 'rgb(4, 5, 6)');
    assert.equal(await style('#talk .button', 'borderRadius'), '20%');
    assert.equal(await style('#talk .pulse i:first-child', 'borderTopColor'), 'rgb(1, 2, 3)');
    assert.equal(await visit.page.locator('#talk img').getAttribute('src'), 'picture.jpg');
    const { width, height } = await named('Talk').boundingBox();
    assert.deepEqual([width, height], [442, 333]); // within a border of 1
    await visit.page.getByRole('button', { name: 'Record' }).click();
    await visit.page.getByRole('button', { name: 'Enough' }).waitFor();
  });

  test('constraints of the devices, parameters of the sender, and a relay for each connection', async () => {
    let relays = 0;
    const turn = () => ({ rtc_configuration: { iceServers: [{ urls: ['turn:127.0.0.1:9'], username: `user${++relays}`, credential: 'c' }] } });
    const set = {
      label: 'Talk', modality: 'video', track_constraints: { width: { exact: 320 }, height: { exact: 240 } },
      rtp_params: { degradationPreference: 'maintain-framerate' }, fetches_rtc_configuration: true, inputs: [3],
    };
    visit = await Visit.open(browser, { config: composedPage([part('textbox', 3, { label: 'HF Token', kind: 'password' }), part('webrtc', 2, set)]), turn });
    await visit.page.getByLabel('HF Token').fill('token');
    await visit.call('Talk');
    const near = (probe) => visit.page.evaluate(probe);
    assert.deepEqual(await near(() => loopback.near.at(-1).getSenders()[0].track.getSettings().width), 320);
    assert.equal(await near(() => loopback.near.at(-1).getSenders()[0].getParameters().degradationPreference), 'maintain-framerate');
    assert.equal(await near(() => loopback.near.at(-1).settings[0].iceServers[0].username), 'user1');
    const paths = visit.mock.requests.map(({ path }) => path);
    assert.ok(paths.indexOf('/input') < paths.indexOf('/webrtc/turn') && paths.indexOf('/webrtc/turn') < paths.indexOf('/webrtc/offer'), `${paths}`);
    await partsOf(visit.page).stop.click();
    await visit.call('Talk');
    assert.equal(await near(() => loopback.near.at(-1).settings[0].iceServers[0].username), 'user2');
  });

  test('parameters that the browser refuses are told to its console, and the call goes on', async () => {
    const set = { label: 'Talk', modality: 'audio', rtp_params: { degradationPreference: 'balanced' } };
    visit = await Visit.open(browser, { config: composedPage([part('webrtc', 2, set)]) });
    const told = [];
    visit.page.on('console', (message) => message.type() === 'warning' && told.push(message.text()));
    await visit.page.evaluate(() => (RTCRtpSender.prototype.setParameters = () => Promise.reject(new DOMException('not these', 'InvalidModificationError'))));
    await visit.call('Talk');
    await until(() => told.some((text) => /rtp_params.*not these/.test(text)), { what: `a warning among ${told}` });
    assert.deepEqual(visit.faults, []);
  });

  test('a relay that is refused: the sentence is shown, and no call begins', async () => {
    const turn = () => ({ http: 400, detail: 'HF Token is required' });
    visit = await Visit.open(browser, { config: composedPage([part('webrtc', 2, { fetches_rtc_configuration: true })]), turn });
    await visit.parts.start.click();
    await visit.alert('HF Token is required');
    await visit.stateIs('Ready');
    assert.equal(visit.posted('/webrtc/offer').length, 0);
  });

  test('the button that starts a call to watch, and which inputs it hears while it runs', async () => {
    const children = [
      part('slider', 2, { label: 'Pace' }), part('textbox', 3, { label: 'Other' }), part('button', 4, { value: 'Start Stream' }),
      part('webrtc', 5, { label: 'Watch', modality: 'video', mode: 'receive', trigger: 4, inputs: [2] }),
    ];
    visit = await Visit.open(browser, { config: composedPage(children) });
    assert.equal(await visit.parts.start.count(), 0);
    await visit.page.getByRole('button', { name: 'Start Stream' }).click();
    await visit.stateIs('Live');
    const before = visit.posted('/input').length;
    await visit.page.getByLabel('Other').fill('nobody listens');
    await visit.page.getByLabel('Pace', { exact: true }).focus();
    await visit.page.keyboard.press('ArrowRight');
    await until(() => visit.posted('/input').length > before);
    await visit.page.waitForTimeout(500); // longer than typing rests
    assert.deepEqual(visit.posted('/input').slice(before).map(({ json }) => json.values), [{ 2: 0.55 }]);
    await visit.parts.stop.focus();
    await visit.page.keyboard.press('Enter');
    await visit.page.locator('[aria-label="Watch"]:focus').waitFor(); // its Stop is gone
  });

  test('values that a handler sets while it talks', async () => {
    visit = await Visit.open(browser, { config: streamPage([part('json', 3, { label: 'Found' }), part('markdown', 4, { value: 'none' })]) });
    await visit.call();
    await visit.say({ type: 'output', data: { 3: { boxes: 2 }, 4: '**two** boxes' } });
    await visit.page.locator('strong', { hasText: 'two' }).waitFor();
    assert.match(await visit.page.getByLabel('Found').last().innerText(), /"boxes": 2/);
  });

  test('full screen: the own camera at once, and the sheet of inputs on a phone', async () => {
    visit = await Visit.open(browser, { config: streamPage([part('slider', 3, { label: 'Pace' })], { modality: 'video' }) }, { viewport: phone });
    await plays(visit.page.getByLabel('Your camera', { exact: true }));
    const { width, height } = await visit.page.locator('.stage').boundingBox();
    assert.deepEqual([width, height], [phone.width, phone.height]);
    await visit.page.getByRole('button', { name: 'Show settings' }).click();
    await visit.page.getByLabel('Pace', { exact: true }).waitFor();
  });
});

describe('a lost connection', () => {
  const offers = () => visit.posted('/webrtc/offer').map(({ json }) => json);
  const credentials = ({ sdp }) => /a=ice-ufrag:(\S+)/.exec(sdp)[1];
  const frames = () => visit.page.evaluate(async () =>
    [...(await loopback.near.at(-1).getStats()).values()].find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')?.framesDecoded ?? 0);
  before(async () => {
    visit = await Visit.open(browser);
    await visit.call();
  });
  after(() => visit.close());
  const pretend = (state) => visit.page.evaluate((word) => loopback.pretend(word), state);

  test('that heals by itself needs no new offer', async () => {
    await pretend('disconnected');
    await visit.stateIs('Reconnecting…');
    await pretend();
    await visit.stateIs('Live');
    assert.equal(offers().length, 1);
  });

  test('is offered a new path under the same id, and the call goes on', async () => {
    await pretend('failed');
    await until(() => offers().length === 2);
    const [first, second] = offers();
    assert.deepEqual([second.webrtc_id, second.restart, first.restart], [first.webrtc_id, true, undefined]);
    assert.notEqual(credentials(second), credentials(first));
    await pretend();
    await visit.stateIs('Live');
    const seen = await frames();
    await until(async () => (await frames()) > seen + 5);
  });

  test('is tried again when the network comes back, and at once', async () => {
    let reached = 0;
    await visit.page.route('**/webrtc/offer', (route) => (++reached, route.abort()), { times: 1 });
    await pretend('failed');
    await until(() => reached === 1);
    assert.equal(await visit.parts.state.innerText(), 'Reconnecting…');
    await visit.page.evaluate(() => dispatchEvent(new Event('online')));
    await until(() => offers().length === 3, { within: 900 });
    await pretend();
    await visit.stateIs('Live');
  });

  test('that the server has forgotten ends the call, in words', async () => {
    const refuse = { status: 'failed', meta: { error: 'unknown_connection' } };
    await visit.page.route('**/webrtc/offer', (route) => route.fulfill({ json: refuse }));
    await pretend('failed');
    await visit.alert(/Press Start for a new one/);
    await visit.stateIs('Ended');
  });
});
