// The picture that the critic shall see, in the page by itself.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { until } from './browser.mjs';
import { onePixelPng } from './files.mjs';
import { call, context, mock, open, page, parts, posted, stateIs } from './one_visit.mjs';

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
