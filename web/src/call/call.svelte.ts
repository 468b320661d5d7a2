// The call of one WebRtc part as the page sees it: its state in one word, what is heard and shown, and
// what can be done. Owns one Line at a time.
import type { Board } from '../page/board.svelte';
import type { Notices } from '../page/notices.svelte';
import type { WebRtcPart } from '../page/tree';
import { Captions } from './captions.svelte';
import { chime } from './chime';
import { Countdown } from './countdown.svelte';
import { closeDevices, openDevices, openPreview } from './devices';
import { fetchRtcConfiguration, Refusal, sendText } from './door';
import { wakeAudio } from './level';
import { Line, type Kind } from './line';
import { obey } from './messages';
import { Recovery } from './recovery';

const slow_after = 10_000; // ms until the page says that connecting takes long
const connect_within = 30_000;
const woken_for = 3_000;

export type CallState = 'Ready' | 'Connecting…' | 'Live' | 'Reconnecting…' | 'Ended';
export type Mood = 'idle' | 'listening' | 'thinking';

export class Call {
  state = $state<CallState>('Ready');
  mood = $state<Mood>('idle');
  woken = $state(false); // it heard its word a moment ago
  muted = $state(false);
  own = $state.raw<MediaStream | null>(null); // what is sent; before the call the camera alone
  voice = $state.raw<MediaStreamTrack | null>(null); // what the server says
  returned = $state.raw<MediaStreamTrack | null>(null); // what the server shows
  answerTime = $state<number | null>(null); // ms
  readonly captions = new Captions();
  readonly countdown = new Countdown();
  readonly running = $derived(!['Ready', 'Ended'].includes(this.state));
  readonly kinds: Kind[];
  private line: Line | null = null;
  private patience = 0; // the timer of the present state
  private waking = 0; // the timer of `woken`
  private readonly recovery = new Recovery({
    restart: async () => this.line?.restart(),
    lost: (sentence) => this.end('Ended', sentence),
  });

  constructor(
    readonly part: WebRtcPart,
    private readonly board: Board,
    readonly notices: Notices,
  ) {
    const { modality } = part;
    this.kinds = modality === 'audio-video' ? ['audio', 'video'] : [modality];
  }

  sends(kind: Kind): boolean {
    return this.part.mode !== 'receive' && this.kinds.includes(kind);
  }

  receives(kind: Kind): boolean {
    return this.part.mode !== 'send' && this.kinds.includes(kind);
  }

  /** The sound that the view moves with. */
  get audible(): MediaStreamTrack | null {
    return this.receives('audio') ? this.voice : (this.own?.getAudioTracks()[0] ?? null);
  }

  /** The own camera before the first call. Without it the page still works; Start asks again. */
  async preview(): Promise<void> {
    try {
      const stream = await openPreview(this.kinds, this.part.track_constraints);
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
    const line: Line = new Line(this.part, {
      track: (track) => this.take(track),
      message: (text) => this.line === line && obey(this, text),
      state: (state) => this.line === line && this.follow(state),
    });
    this.line = line;
    try {
      await this.connect(line);
    } catch (error) {
      if (this.line === line) this.end('Ready', sentence(error));
    }
  }

  /** Whoever types and has no call begins one with it. False when it did not get there; a notice tells why. */
  async type(text: string): Promise<boolean> {
    if (!this.running) await this.start();
    const line = this.line;
    if (!line) return false;
    try {
      await sendText(line.id, text);
    } catch (error) {
      this.notices.error(sentence(error));
      return false;
    }
    if (this.line === line) this.captions.typed(text);
    return true;
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
    this.own = this.voice = this.returned = null;
    this.countdown.stop();
    this.recovery.end();
    this.mood = 'idle';
    this.sleep();
    this.enter(state);
    if (error) this.notices.error(error);
  }

  /** The part leaves the page. */
  leave(): void {
    this.end('Ended');
    this.recovery.close();
  }

  toggleMute(): void {
    this.muted = !this.muted;
    this.applyMute();
  }

  /** The word was said that the call waits for: what follows is listened to. */
  wake(): void {
    chime();
    this.sleep();
    this.mood = 'listening';
    this.woken = true;
    this.waking = window.setTimeout(() => this.sleep(), woken_for);
  }

  private sleep(): void {
    clearTimeout(this.waking);
    this.woken = false;
  }

  /** The server wants everything that the call is to know. */
  pushInputs(): void {
    this.board.tellAll().catch((error) => this.notices.error(sentence(error)));
  }

  hears(id: number): boolean {
    return this.running && this.part.inputs.includes(id);
  }

  show(outputs: Record<number, unknown>): void {
    this.board.adopt(outputs);
  }

  private async connect(line: Line): Promise<void> {
    const opening = this.part.mode === 'receive' ? null : openDevices(this.kinds, this.part.track_constraints);
    const [configuration, devices] = await Promise.all([this.prepare(), opening]).catch((error) => {
      opening?.then(({ stream }) => closeDevices(stream), () => {}); // whichever comes last
      throw error;
    });
    if (this.line !== line) return closeDevices(devices?.stream ?? null);
    closeDevices(this.own);
    this.own = devices?.stream ?? null;
    this.applyMute();
    if (devices?.warning) this.notices.warn(devices.warning);
    await line.open(configuration, this.kinds, this.own);
  }

  /** A relay may be asked for with a token that is one of the inputs. */
  private async prepare(): Promise<RTCConfiguration | null> {
    await this.board.tellAll();
    return this.part.fetches_rtc_configuration ? fetchRtcConfiguration(this.part.id) : null;
  }

  private take(track: MediaStreamTrack): void {
    if (!this.receives(track.kind as Kind)) return;
    if (track.kind === 'audio') this.voice = track;
    else this.returned = track;
  }

  private follow(state: RTCPeerConnectionState): void {
    if (state === 'connected') this.live();
    if (state !== 'disconnected' && state !== 'failed') return;
    if (this.state === 'Connecting…') {
      if (state === 'failed') this.end('Ended', unconnected);
      return;
    }
    this.enter('Reconnecting…');
    this.recovery.begin();
    if (state === 'failed') this.recovery.hurry();
  }

  private live(): void {
    const first = this.state === 'Connecting…';
    this.recovery.end();
    this.enter('Live');
    const limit = this.part.time_limit;
    if (first && limit) this.countdown.start(limit);
  }

  private enter(state: CallState): void {
    this.state = state;
    clearTimeout(this.patience);
    if (state === 'Connecting…') this.patience = window.setTimeout(() => this.slow(), slow_after);
  }

  private slow(): void {
    this.notices.warn('Taking a while to connect. Are you on a VPN? Leaving it may help.');
    this.patience = window.setTimeout(() => this.end('Ended', unconnected), connect_within - slow_after);
  }

  private applyMute(): void {
    for (const track of this.own?.getAudioTracks() ?? []) track.enabled = !this.muted;
  }
}

const unconnected = 'No connection came about. Check your network (a VPN or firewall may block it), then press Start.';

function sentence(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  return `Something went wrong in the page (${error instanceof Error ? error.message : error}). Press Start to try again.`;
}
