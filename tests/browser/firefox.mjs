// Debian's Firefox, driven by WebDriver BiDi. Its microphone is a media element that plays a WAV
// (Firefox takes no file for one, and has no AudioContext where there is no sound card).
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { until } from './browser.mjs';

const program = process.env.FIREFOX ?? ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync);

const preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.autoplay.default': 0,
};

export const openFirefox = (further = {}) => puppeteer.launch({
  browser: 'firefox', executablePath: program, headless: true, extraPrefsFirefox: { ...preferences, ...further },
});

/** Runs inside the page, before it: keeps its connections, and speaks what there is to speak. */
export function speakThrough(base64) {
  const wav = base64 && Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  const RealConnection = window.RTCPeerConnection;
  window.connections = [];
  window.RTCPeerConnection = class extends RealConnection {
    createDataChannel(...settings) {
      connections.push(this);
      return super.createDataChannel(...settings);
    }
  };
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    if (!wav || !wanted.audio) return stream;
    const player = new Audio(URL.createObjectURL(new Blob([wav], { type: 'audio/wav' })));
    await player.play();
    return new MediaStream([...player.mozCaptureStream().getAudioTracks(), ...stream.getVideoTracks()]);
  };
}

export class FirefoxCaller {
  /** @param start the name of the button that begins a call */
  static async arrive({ url, microphone, scripts = [], start = 'Start' }) {
    const caller = new FirefoxCaller();
    caller.browser = await openFirefox();
    caller.page = await caller.browser.newPage();
    await caller.page.setViewport({ width: 1440, height: 900 });
    const wav = microphone ? readFileSync(microphone).toString('base64') : '';
    await caller.page.evaluateOnNewDocument(speakThrough, wav);
    for (const script of scripts) await caller.page.evaluateOnNewDocument(script);
    await caller.page.goto(url);
    await caller.button(start);
    return caller;
  }

  button = (name) => this.page.waitForSelector(`::-p-xpath(//button[normalize-space()="${name}" or @aria-label="${name}"])`);
  press = async (name) => (await this.button(name)).click();
  /** Hands a file, as Playwright describes one, to the picture of that label. */
  async choose(label, { name, buffer }) {
    const path = join(mkdtempSync(join(tmpdir(), 'salon-')), name);
    writeFileSync(path, buffer);
    await (await this.page.waitForSelector(`input[type=file][aria-label="${label}"]`)).uploadFile(path);
  }
  state = () => this.page.$eval('[role=status]', (node) => node.innerText);
  alerts = () => this.page.$$eval('[role=alert]', (nodes) => nodes.map((node) => node.innerText));
  captions = () => this.page.$$eval('[role=log][aria-label=Captions] p', (lines) => lines.map((line) => line.innerText));
  leave = () => this.browser.close();

  stateIs = (word) => until(async () => (await this.state()) === word, { what: `state ${word}`, within: 15_000 });

  /** The page's statistics of what comes in, by kind. */
  stats = () => this.page.evaluate(async () => {
    const report = [...(await connections.at(-1).getStats()).values()];
    return Object.fromEntries(report.filter(({ type }) => type === 'inbound-rtp').map((entry) => [entry.kind, entry]));
  });
}

export const hasFirefox = Boolean(program);
