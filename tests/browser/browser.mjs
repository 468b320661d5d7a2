// Starts a Chromium with a microphone and a camera that are files, and opens the page in it.
import { chromium } from 'playwright-core';

const quiet = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--autoplay-policy=user-gesture-required',
  '--disable-background-timer-throttling', '--disable-renderer-backgrounding',
];

/**
 * @param microphone a WAV, spoken once from the moment the page opens the microphone; else a beep
 * @param camera     a Y4M or MJPEG file, repeated; else Chromium's moving picture at 30 a second
 */
export function openBrowser({ microphone, camera, devices = true, args = [] } = {}) {
  const fake = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=fps=30'];
  if (microphone) fake.push(`--use-file-for-fake-audio-capture=${microphone}%noloop`);
  if (camera) fake.push(`--use-file-for-fake-video-capture=${camera}`);
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    ignoreDefaultArgs: ['--mute-audio'],
    args: [...quiet, ...(devices ? fake : []), ...args],
  });
}

/** Just started, Chromium may still be finding out about its network: what it was loading is dropped. */
export const goTo = (page, url) => until(() => page.goto(url).then(() => true, () => false), { what: url });

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** The names on which every test relies. */
export function partsOf(page) {
  return {
    start: page.getByRole('button', { name: 'Start', exact: true }),
    stop: page.getByRole('button', { name: 'Stop', exact: true }),
    mute: page.getByRole('button', { name: 'Mute microphone', exact: true }),
    artwork: page.locator('input[type=file][aria-label="Artwork"]'),
    key: page.getByLabel('Gemini API Key', { exact: true }),
    token: page.getByLabel('HF Token', { exact: true }),
    captions: page.getByRole('log', { name: 'Captions' }),
    state: page.getByRole('status'),
    alerts: page.getByRole('alert'),
  };
}

/** Waits until `probe` gives something true, and gives that back. */
export async function until(probe, { within = 5000, what = probe.toString() } = {}) {
  const end = Date.now() + within;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${within} ms: ${what}`);
    await new Promise((later) => setTimeout(later, 25));
  }
}
