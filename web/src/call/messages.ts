// The server's words on the data channel "text", and what each does to the call. Unknown words are
// for other pages; broken ones are nobody's.
import type { Call } from './call.svelte';
import type { CaptionPiece } from './captions.svelte';

interface Message {
  type?: string;
  message?: string;
  data?: unknown;
}

const speaks: Record<string, (call: Call, message: Message) => void> = {
  send_input: (call) => call.pushInputs(),
  error: (call, message) => call.notices.error(textOf(message)),
  warning: (call, message) => call.notices.warn(textOf(message)),
  end_stream: (call, message) => {
    call.end('Ended');
    call.notices.warn(textOf(message) || 'The call has ended. Press Start for another one.');
  },
  log: (call, { data }) => {
    if (data === 'started_talking') call.mood = 'listening';
    if (data === 'pause_detected') call.mood = 'thinking';
    if (data === 'response_starting') call.mood = 'idle';
  },
  stopword: (call) => call.wake(),
  caption: (call, { data }) => isCaption(data) && call.captions.add(data),
  interrupted: (call) => {
    call.captions.cut();
    call.mood = 'listening';
  },
  time_left: (call, { data }) => typeof data === 'number' && call.countdown.start(data),
  output: (call, { data }) => isRecord(data) && call.show(data),
  update_connection: (call, { data }) => data === 'closed' && call.end('Ended'),
  latency: (call, { data }) => (call.answerTime = Number((data as { answer_ms?: number })?.answer_ms) || null),
};

export function obey(call: Call, text: string): void {
  let message: Message;
  try {
    message = JSON.parse(text);
  } catch {
    return;
  }
  if (call.running) speaks[message?.type ?? '']?.(call, message);
}

function textOf({ message, data }: Message): string {
  return message ?? (typeof data === 'string' ? data : '');
}

const isRecord = (data: unknown): data is Record<string, unknown> =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

function isCaption(data: unknown): data is CaptionPiece {
  const { who, text, turn } = (data ?? {}) as Partial<CaptionPiece>;
  return (who === 'user' || who === 'critic') && typeof text === 'string' && typeof turn === 'number';
}
