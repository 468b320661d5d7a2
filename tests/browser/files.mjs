// Where the built page is, and small files that tests hand to it.
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** SALON_PAGE names another build. */
export const builtPage = process.env.SALON_PAGE ?? fileURLToPath(new URL('build/web', root));
export const defaultPicture = fileURLToPath(new URL('apps/art_critic/pictures/mona_lisa.jpg', root));
export const onePixelPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');
