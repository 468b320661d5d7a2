// Speech for a microphone: Debian's recorded prompts (asterisk-core-sounds-en-g722), laid out in time
// and written as the WAV that Chromium takes for a microphone. Made when a test runs, never kept.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const rate = 48000;
const prompts = '/usr/share/asterisk/sounds/en';

/** The samples of one prompt, 48 kHz mono, at an even loudness and without silence at its ends. */
export function prompt(name) {
  const wanted = ['-v', 'error', '-f', 'g722', '-i', `${prompts}/${name}.g722`, '-f', 's16le', '-ac', '1', '-ar', String(rate), '-'];
  const { status, stdout, stderr, error } = spawnSync('ffmpeg', wanted, { maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`no speech "${name}" (is asterisk-core-sounds-en-g722 installed?): ${error ?? stderr}`);
  const samples = new Int16Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length));
  return louder(trimmed(samples));
}

/**
 * @param pieces seconds of silence, names of prompts, or samples, in order
 * @returns {file, spoken: [{from, to}] in seconds, seconds}
 */
export function microphone(...pieces) {
  const spoken = [];
  const laid = [];
  let length = 0;
  for (const piece of pieces) {
    const samples = typeof piece === 'number' ? new Int16Array(Math.round(piece * rate)) : typeof piece === 'string' ? prompt(piece) : piece;
    if (typeof piece !== 'number') spoken.push({ from: length / rate, to: (length + samples.length) / rate });
    laid.push(samples);
    length += samples.length;
  }
  const file = join(mkdtempSync(join(tmpdir(), 'salon-')), 'microphone.wav');
  writeFileSync(file, wav(laid, length));
  return { file, spoken, seconds: length / rate };
}

/** A camera that shows one colour: {r, g, b}. Chromium repeats the file. */
export function colourCamera({ r, g, b }, { width = 640, height = 480 } = {}) {
  const file = join(mkdtempSync(join(tmpdir(), 'salon-')), 'camera.y4m');
  const y = 16 + (65.738 * r + 129.057 * g + 25.064 * b) / 256;
  const u = 128 + (-37.945 * r - 74.494 * g + 112.439 * b) / 256;
  const v = 128 + (112.439 * r - 94.154 * g - 18.285 * b) / 256;
  const quarter = (width * height) / 4;
  const planes = [Buffer.alloc(4 * quarter, y), Buffer.alloc(quarter, u), Buffer.alloc(quarter, v)];
  const frame = Buffer.concat([Buffer.from('FRAME\n'), ...planes]);
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420\n`), frame, frame]));
  return file;
}

/** A camera that stands before a photograph, with grey where it has another shape. */
export function photographCamera(photograph, { width = 640, height = 480 } = {}) {
  const file = join(mkdtempSync(join(tmpdir(), 'salon-')), 'camera.y4m');
  const size = `${width}:${height}`;
  const fit = `scale=${size}:force_original_aspect_ratio=decrease,pad=${size}:-1:-1:gray`;
  const wanted = ['-v', 'error', '-loop', '1', '-r', '30', '-i', photograph, '-frames:v', '2', '-vf', fit, '-pix_fmt', 'yuv420p', file];
  const { status, stderr, error } = spawnSync('ffmpeg', wanted);
  if (status !== 0) throw new Error(`no camera before ${photograph}: ${error ?? stderr}`);
  return file;
}

function trimmed(samples, quiet = 300) {
  let from = 0;
  let to = samples.length;
  while (from < to && Math.abs(samples[from]) < quiet) ++from;
  while (to > from && Math.abs(samples[to - 1]) < quiet) --to;
  return samples.slice(from, to);
}

function louder(samples, peak = 20000) {
  const top = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1);
  return samples.map((sample) => (sample * peak) / top);
}

function wav(pieces, length) {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + 2 * length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(2 * rate, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(2 * length, 40);
  return Buffer.concat([head, ...pieces.map((piece) => Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))]);
}
