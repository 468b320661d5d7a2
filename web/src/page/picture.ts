// A picture from the caller's disk, clipboard or camera roll, made ready for the server: it takes
// JPEG, PNG and WebP. Other kinds that the browser can show (GIF, AVIF, HEIC on Apple) and pictures
// that are too heavy become a JPEG.
const bytes_max = 12 * 1024 * 1024;
const pixels_max = 40_000_000;
const side_max = 2048; // of a picture made smaller
const taken_as_is = ['image/jpeg', 'image/png', 'image/webp'];

/** The ready picture, or null if the browser cannot read `file` as one. */
export async function readyPicture(file: Blob): Promise<Blob | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return null;
  const light = file.size <= bytes_max && bitmap.width * bitmap.height <= pixels_max;
  const ready = light && taken_as_is.includes(file.type) ? file : await asJpeg(bitmap);
  bitmap.close();
  return ready;
}

async function asJpeg(bitmap: ImageBitmap): Promise<Blob> {
  const scale = Math.min(1, side_max / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  const brush = canvas.getContext('2d')!;
  brush.fillStyle = 'white';
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
}

/** The first picture of a paste or a drop. */
export function pictureIn(transfer: DataTransfer | null): File | undefined {
  return [...(transfer?.files ?? [])].find((file) => file.type.startsWith('image/'));
}

/** The picture on the clipboard; throws what the browser throws when it may not look. */
export async function pictureOnClipboard(): Promise<Blob | undefined> {
  for (const item of await navigator.clipboard.read()) {
    const type = item.types.find((name) => name.startsWith('image/'));
    if (type) return item.getType(type);
  }
}
