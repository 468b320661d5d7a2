// What a recording says: where it is audible, how loud it is over time, and how fast a voice fell
// silent when it was spoken over. All times in seconds of the recording.
import { rate } from './speech.mjs';

const step = 0.01; // s, one value of the envelope
const audible = 0.004; // rms of full scale, about -48 dBFS

export function samplesOf(base64) {
  const bytes = Buffer.from(base64, 'base64');
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** The rms of every 10 ms, 0..1. */
export function envelope(samples) {
  const size = rate * step;
  return Array.from({ length: Math.floor(samples.length / size) }, (_, at) => {
    let sum = 0;
    for (let i = at * size; i < (at + 1) * size; ++i) sum += (samples[i] / 32768) ** 2;
    return Math.sqrt(sum / size);
  });
}

/** Stretches of sound: pauses shorter than `pause` belong to them, clicks shorter than `least` do not. */
export function sounds(samples, { pause = 0.3, least = 0.08, threshold = audible } = {}) {
  const found = [];
  envelope(samples).forEach((level, at) => {
    if (level < threshold) return;
    const last = found.at(-1);
    if (last && at * step - last.to < pause) last.to = (at + 1) * step;
    else found.push({ from: at * step, to: (at + 1) * step });
  });
  return found.filter(({ from, to }) => to - from >= least);
}

/** Speech rises and falls with its syllables; a tone or noise does not. 0 = flat, speech is above 0.5. */
export function liveliness(samples) {
  const loud = envelope(samples).filter((level) => level > audible / 2);
  if (loud.length < 50) return 0;
  const mean = loud.reduce((sum, level) => sum + level, 0) / loud.length;
  const spread = Math.sqrt(loud.reduce((sum, level) => sum + (level - mean) ** 2, 0) / loud.length);
  return spread / mean;
}

/**
 * How fast the voice fell silent each time the microphone spoke over it: from the first sound of the
 * speech to the voice's last audible sample before a silence of at least `hush`.
 * @returns [{spoke, silent, seconds}], one for each interruption
 */
export function bargeIns({ mic, voice }, { hush = 0.25, before = 0.15 } = {}) {
  const answers = sounds(voice, { pause: hush, least: 0.02 });
  return sounds(mic, { pause: 0.6, least: 0.2, threshold: 0.02 }).flatMap(({ from }) => {
    const over = answers.find((answer) => answer.from < from - before && answer.to > from);
    return over ? [{ spoke: from, silent: over.to, seconds: over.to - from }] : [];
  });
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
