// The page by itself, against a mock of the server: what is described, refusals, and whoever comes.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { desktop, phone, until } from './browser.mjs';
import { part, streamPage } from './mock_server.mjs';
import { call, open, page, parts, posted, say, stateIs, visit } from './one_visit.mjs';

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
