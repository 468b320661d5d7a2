// Where the built page is, and small files that tests hand to it.
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';

const root = new URL('../../', import.meta.url);

/** SALON_PAGE names another build. */
export const builtPage = process.env.SALON_PAGE ?? fileURLToPath(new URL('build/web', root));
export const defaultPicture = fileURLToPath(new URL('apps/art_critic/pictures/mona_lisa.jpg', root));
export const onePixelPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');

/** A PNG of one colour: {r, g, b}. */
export const colourPng = (colour, { width = 64, height = 48 } = {}) => stripedPng([colour], { width, height });

/** A PNG of lines in these colours, again and again from the top. */
export function stripedPng(colours, { width, height }) {
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  const line = ({ r, g, b }) => Buffer.concat([Buffer.alloc(1), Buffer.alloc(3 * width, Buffer.from([r, g, b]))]);
  const rows = deflateSync(Buffer.concat(Array.from({ length: height }, (_, y) => line(colours[y % colours.length]))));
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name, bytes) {
  const named = Buffer.concat([Buffer.from(name), bytes]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(bytes.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}
