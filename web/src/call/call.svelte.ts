// The call as the page sees it: its state in one word, what is heard and shown, and what can be
// done. Owns one Line at a time.
import type { Config } from '../page/config';
import type { Inputs } from '../page/inputs.svelte';
import type { Notices } from '../page/notices.svelte';
import { Captions } from './captions.svelte';
import { Countdown } from './countdown.svelte';
import { closeDevices, openDevices, openPreview } from './devices';
import { Refusal, sendInputs, sendPicture } from './door';
import { wakeAudio } from './level';
import { Line } from './line';
import { obey } from './messages';

const slow_after = 10_000; // ms until the page says that connecting takes long
const connect_within = 30_000;
const reconnect_within = 15_000;
const typing_pause = 400; // a key is sent when the typing rests

export type CallState = 'Ready' | 'Connecting…' | 'Live' | 'Reconnecting…' | 'Ended';
export type Mood = 'idle' | 'listening' | 'thinking';

export class Call {
  state = $state<CallState>('Ready');
  mood = $state<Mood>('idle');
  muted = $state(false);
  own = $state.raw<MediaStream | null>(null); // camera, and in a call the microphone
  voice = $state.raw<MediaStreamTrack | null>(null); // the critic's
  echo = $state.raw<MediaStreamTrack | null>(null); // the own camera, as the server returns it
  answerTime = $state<number | null>(null); // ms
  readonly captions = new Captions();
  readonly countdown = new Countdown();
  readonly running = $derived(!['Ready', 'Ended'].includes(this.state));
  private line: Line | null = null;
  private patience = 0; // the timer of the present state
  private typing: Record<number, number> = {};

  constructor(
    private readonly config: () => Config,
    private readonly inputs: Inputs,
    readonly notices: Notices,
  ) {
    inputs.changed = (id) => this.inputChanged(id);
  }

  /** The own camera before the first call. Without it the page still works; Start asks again. */
  async preview(): Promise<void> {
    try {
      const stream = await openPreview(this.config().track_constraints);
      if (this.own || this.state !== 'Ready') closeDevices(stream);
      else this.own = stream;
    } catch (error) {
      this.notices.warn(sentence(error));
    }
  }

  async start(): Promise<void> {
    if (this.running) return;
    this.notices.clear();
    this.captions.clear();
    this.answerTime = null;
    wakeAudio();
    this.enter('Connecting…');
    const line = new Line(this.config().rtc_configuration, {
      track: (track) => this.take(track),
      message: (text) => obey(this, text),
      state: (state) => this.line === line && this.follow(state),
    });
    this.line = line;
    try {
      await this.connect(line);
    } catch (error) {
      if (this.line === line) this.end('Ready', sentence(error));
    }
  }

  stop(): void {
    if (this.running) this.end('Ended');
  }

  /** The server, or what lies between, ended it. */
  end(state: 'Ready' | 'Ended', error?: string): void {
    const line = this.line;
    this.line = null;
    line?.close();
    closeDevices(this.own);
    this.own = this.voice = this.echo = null;
    this.countdown.stop();
    this.mood = 'idle';
    this.enter(state);
    if (error) this.notices.error(error);
  }

  toggleMute(): void {
    this.muted = !this.muted;
    this.applyMute();
  }

  /** Everything the page holds goes to the server: before the offer, and when it asks. */
  async pushInputs(line = this.line): Promise<void> {
    if (!line) return;
    const values: Record<number, string | null> = { ...this.inputs.texts };
    for (const [id, picture] of Object.entries(this.inputs.pictures)) {
      if (picture === null) values[Number(id)] = null;
    }
    await sendInputs(line.id, values);
    for (const [id, picture] of Object.entries(this.inputs.pictures)) {
      if (picture) await sendPicture(line.id, Number(id), picture.blob);
    }
  }

  private async connect(line: Line): Promise<void> {
    const opening = openDevices(this.config().track_constraints);
    await Promise.all([opening, this.pushInputs(line)]).catch((error) => {
      opening.then(({ stream }) => closeDevices(stream), () => {}); // whichever comes last
      throw error;
    });
    const devices = await opening;
    if (this.line !== line) return closeDevices(devices.stream);
    closeDevices(this.own);
    this.own = devices.stream;
    this.applyMute();
    if (devices.warning) this.notices.warn(devices.warning);
    await line.open(devices.stream);
  }

  private take(track: MediaStreamTrack): void {
    if (track.kind === 'audio') this.voice = track;
    else this.echo = track;
  }

  private follow(state: RTCPeerConnectionState): void {
    if (state === 'connected') this.live();
    if (state === 'disconnected') this.enter('Reconnecting…');
    if (state === 'failed') {
      this.end('Ended', 'The connection was lost. Check your network (a VPN or firewall may block it), then press Start.');
    }
  }

  private live(): void {
    const first = this.state === 'Connecting…';
    this.enter('Live');
    const limit = this.config().time_limit;
    if (first && limit) this.countdown.start(limit);
  }

  private enter(state: CallState): void {
    this.state = state;
    clearTimeout(this.patience);
    if (state === 'Connecting…') this.patience = window.setTimeout(() => this.slow(), slow_after);
    if (state === 'Reconnecting…') this.patience = window.setTimeout(() => this.follow('failed'), reconnect_within);
  }

  private slow(): void {
    this.notices.warn('Taking a while to connect. Are you on a VPN? Leaving it may help.');
    this.patience = window.setTimeout(() => this.follow('failed'), connect_within - slow_after);
  }

  private applyMute(): void {
    for (const track of this.own?.getAudioTracks() ?? []) track.enabled = !this.muted;
  }

  private inputChanged(id: number): void {
    const line = this.line;
    if (!line) return;
    clearTimeout(this.typing[id]);
    this.typing[id] = window.setTimeout(() => this.pushInput(line, id), typing_pause);
  }

  private async pushInput(line: Line, id: number): Promise<void> {
    if (this.line !== line) return;
    const picture = this.inputs.pictures[id];
    try {
      if (picture) await sendPicture(line.id, id, picture.blob);
      else if (id in this.inputs.texts) await sendInputs(line.id, { [id]: this.inputs.texts[id] });
      else await sendInputs(line.id, { [id]: null });
    } catch (error) {
      this.notices.error(sentence(error));
    }
  }
}

function sentence(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  return `Something went wrong in the page (${error instanceof Error ? error.message : error}). Press Start to try again.`;
}
