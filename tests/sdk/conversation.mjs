// One conversation through Google's SDK: says, shows, and notes all that comes back.
import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { rate } from '../browser/speech.mjs';

const usual = 'gemini-3.8-live';
const hung = 20_000; // ms without a message

export class Conversation {
  messages = [];
  closed = undefined; // {code, reason}
  #session;
  #awaken = () => {};

  /** Resolves when the SDK says that it is connected; `begun` tells whether it ever did. */
  static async begin(sdk, { url, key = 'TESTKEY', model = usual, config = {} }) {
    const talk = new Conversation();
    const ai = new sdk.GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: url } });
    let ended;
    const over = new Promise((done) => (ended = done));
    const connecting = ai.live.connect({
      model,
      config: { responseModalities: [sdk.Modality.AUDIO], inputAudioTranscription: {}, outputAudioTranscription: {}, sessionResumption: {}, ...config },
      callbacks: {
        onmessage: (message) => {
          talk.messages.push(message);
          talk.#awaken();
        },
        onerror: () => {},
        onclose: ({ code, reason }) => {
          talk.closed = { code, reason: String(reason) };
          talk.#awaken();
          ended();
        },
      },
    });
    // SDK 2 never settles when it is refused; 3 rejects.
    talk.#session = await Promise.race([connecting, over.then(() => undefined)]).catch(() => undefined);
    if (!talk.#session) await over;
    return talk;
  }

  get begun() {
    return this.#session !== undefined;
  }

  show(jpeg) {
    this.#session.sendRealtimeInput({ video: { data: jpeg.toString('base64'), mimeType: 'image/jpeg' } });
  }
  /** Says `samples` ten times as fast as people speak, and is silent for a moment. */
  async say(samples) {
    const step = rate / 25;
    const said = new Int16Array(samples.length + rate);
    said.set(samples);
    for (let at = 0; at < said.length; at += step) {
      const piece = Buffer.from(said.slice(at, at + step).buffer);
      this.#session.sendRealtimeInput({ audio: { data: piece.toString('base64'), mimeType: `audio/pcm;rate=${rate}` } });
      await pause(4);
    }
  }
  write(text) {
    this.#session.sendClientContent({ turns: text, turnComplete: true });
  }
  respond({ id, name }, response) {
    this.#session.sendToolResponse({ functionResponses: [{ id, name, response }] });
  }
  close() {
    this.#session.close();
  }

  /** What has come since message `from`, once `enough` says so of it. */
  async heard(enough, from = 0) {
    for (let late = false; ; ) {
      const answer = summary(this.messages.slice(from));
      if (enough(answer)) return { ...answer, next: this.messages.length };
      if (this.closed) throw new Error(`it closed: ${this.closed.code} ${this.closed.reason}`);
      if (late) throw new Error(`all that was heard: ${answer.words}`);
      late = await new Promise((done) => {
        const alarm = setTimeout(done, hung, true);
        this.#awaken = () => done(clearTimeout(alarm));
      });
    }
  }
}

function summary(messages) {
  const contents = messages.flatMap(({ serverContent }) => serverContent ?? []);
  const sounds = contents.flatMap(({ modelTurn }) => modelTurn?.parts ?? []).flatMap(({ inlineData }) => inlineData ?? []);
  const bytes = Buffer.concat(sounds.map(({ data }) => Buffer.from(data, 'base64')));
  return {
    words: contents.map(({ outputTranscription }) => outputTranscription?.text ?? '').join(''),
    question: contents.map(({ inputTranscription }) => inputTranscription?.text ?? '').join(''),
    kinds: [...new Set(sounds.map(({ mimeType }) => mimeType))],
    sound: new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
    interrupted: contents.some(({ interrupted }) => interrupted),
    complete: contents.some(({ turnComplete }) => turnComplete),
    usage: messages.map(({ usageMetadata }) => usageMetadata).findLast(Boolean),
    calls: messages.flatMap(({ toolCall }) => toolCall?.functionCalls ?? []),
    cancelled: messages.flatMap(({ toolCallCancellation }) => toolCallCancellation?.ids ?? []),
    handle: messages.map(({ sessionResumptionUpdate }) => sessionResumptionUpdate?.newHandle).findLast(Boolean),
    goAway: messages.map(({ goAway }) => goAway?.timeLeft).findLast(Boolean),
  };
}

/** A JPEG of one colour. */
export function colourPicture(colour) {
  const { status, stdout, stderr, error } = spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `color=${colour}:size=320x240`, '-frames:v', '1', '-f', 'mjpeg', '-']);
  if (status !== 0) throw new Error(`no picture: ${error ?? stderr}`);
  return stdout;
}
