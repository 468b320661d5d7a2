// The critic sees the picture it is shown: what it says names what is there.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Caller } from './caller.mjs';
import { microphone } from './speech.mjs';

/** Runs inside the page: a picture of `paint(brush, side)` as a PNG file chosen for "Artwork". */
async function choose(page, input, paint) {
  const base64 = await page.evaluate((body) => {
    const side = 400;
    const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
    new Function('brush', 'side', body)(canvas.getContext('2d'), side);
    return canvas.toDataURL('image/png').split(',')[1];
  }, paint);
  const file = { name: 'picture.png', mimeType: 'image/png', buffer: Buffer.from(base64, 'base64') };
  await input.setInputFiles(file);
  await page.locator('img[src^="blob:"]').waitFor();
}

const speckled = (shades) => `
  for (let y = 0; y < side; y += 8) for (let x = 0; x < side; x += 8) {
    brush.fillStyle = ${JSON.stringify(shades)}[(x * 7 + y * 13 + x * y) % ${shades.length}];
    brush.fillRect(x, y, 8, 8);
  }`;

const pictures = {
  'mostly red': [speckled(['#c81420', '#d01818', '#a80f1a', '#e02828']), /\b(red|crimson|scarlet|ruby|vermilion)\b/i],
  'mostly blue': [speckled(['#1432c8', '#1020a0', '#2040e0', '#0c1880']), /\b(blue|navy|cobalt|ultramarine|azure)\b/i],
  'black and white': [speckled(['#000', '#fff', '#888', '#333', '#ccc']), /black[ -]and[ -]white|monochrome|colou?rless|(no|without|lack of|absence of|not a) [a-z ]*colou?r|\bgr[ae]y\b/i],
  'a portrait (the default picture)': [null, /\b(face|portrait|sitter|she|her|gaze|smile)\b/i],
};

describe('the critic sees', { skip: process.env.SALON_URL ? false : 'no SALON_URL' }, () => {
  const mic = microphone(1.5, 'please-try-call-later', 20);

  for (const [name, [paint, words]] of Object.entries(pictures)) {
    test(name, { timeout: 60_000 }, async () => {
      const caller = await Caller.arrive({ microphone: mic.file });
      try {
        if (paint) await choose(caller.page, caller.parts.artwork, paint);
        await caller.start();
        const said = async () => (await caller.captions()).filter(({ who }) => who === 'Critic').map(({ text }) => text).join(' ');
        await caller.until(async () => words.test(await said()), { within: 20_000, what: `${words}` }).catch(() => {});
        assert.match(await said(), words);
        await caller.stop();
      } finally {
        await caller.leave();
      }
    });
  }
});
