// The server's HTTP door: the page's description, values, pictures, events, offers, candidates, goodbye.
// A refusal is thrown as a Refusal whose sentence can be shown as it is.
import type { Config } from '../page/tree';

export class Refusal extends Error {}
/** Nobody answered: the same may be asked again later. */
export class Unreachable extends Refusal {}

/** This tab, to the server. Whoever knows it may speak for the page: it travels in bodies and headers. */
const session = randomId();

interface Failure {
  error?: string;
  message?: string;
  limit?: number;
}

/** 192 random bits. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_');
}

export async function fetchConfig(): Promise<Config> {
  const response = await fetch('config');
  if (!response.ok) throw new Error(`config: ${response.status}`);
  return response.json();
}

/** Keys travel here, in the body and nowhere else. */
export async function sendValues(values: Record<number, unknown>): Promise<void> {
  await demand(postJson('input', { values }), 'The server did not take the settings.');
}

export async function sendPicture(component: number, picture: Blob): Promise<void> {
  const headers = { 'Content-Type': picture.type, 'X-Salon-Session': session };
  await demand(post(`upload?component=${component}`, picture, headers), 'The server did not take the picture.');
}

/** Runs a function of the server's; gives the values of the parts it changed. */
export async function sendEvent(event: number, values: Record<number, unknown>): Promise<Record<number, unknown>> {
  const { outputs } = await demand(postJson('event', { event, values }), 'The server did not do it.');
  return outputs ?? {};
}

export async function fetchRtcConfiguration(component: number): Promise<RTCConfiguration | null> {
  const answer = await demand(postJson('webrtc/turn', { component }), 'The server knows no relay.');
  return answer.rtc_configuration ?? null;
}

// A server that borrows relay addresses answers after up to 3 s; a network that went swallows requests.
const offer_within = 30_000; // ms
const restart_within = 6000;

export interface Offer {
  webrtc_id: string;
  component: number;
  sdp: string;
  restart?: boolean;
}

export async function sendOffer(offer: Offer): Promise<RTCSessionDescriptionInit> {
  const patience = AbortSignal.timeout(offer.restart ? restart_within : offer_within);
  const response = await postJson('webrtc/offer', { ...offer, type: 'offer' }, { signal: patience });
  const answer = await response.json().catch(() => ({}));
  if (answer.type === 'answer' && answer.sdp) return { type: 'answer', sdp: answer.sdp };
  throw new Refusal(reasonOf(answer.meta ?? {}, answer.detail, response.status));
}

export async function sendCandidate(webrtc_id: string, candidate: RTCIceCandidate): Promise<void> {
  await postJson('webrtc/offer', { candidate: candidate.toJSON(), webrtc_id, type: 'ice-candidate' });
}

export async function sendText(webrtc_id: string, text: string): Promise<void> {
  const answer = await demand(postJson('webrtc/text', { webrtc_id, text }), 'The server did not take the text.');
  if (answer.status === 'failed') throw new Refusal(reasonOf(answer.meta ?? {}, answer.detail, 200));
}

/** So that the slot is free at once; `keepalive` outlives the page. */
export function sendGoodbye(webrtc_id: string): void {
  postJson('webrtc/close', { webrtc_id }, { keepalive: true }).catch(() => {});
}

const unreachable = 'The server cannot be reached. See that it is running, then press Start.';

async function post(path: string, body: BodyInit, headers: HeadersInit, more: RequestInit = {}): Promise<Response> {
  return fetch(path, { method: 'POST', headers, body, ...more }).catch(() => {
    throw new Unreachable(unreachable);
  });
}

const postJson = (path: string, value: object, more?: RequestInit) =>
  post(path, JSON.stringify({ session, ...value }), { 'Content-Type': 'application/json' }, more);

/** The answer's JSON, or the server's own sentence as a Refusal. */
async function demand(asked: Promise<Response>, otherwise: string): Promise<any> {
  const response = await asked;
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new Refusal(textOf(answer.detail) ?? `${otherwise} (${response.status})`);
}

/** A sentence, or FastAPI's list of what is wrong with the request. */
function textOf(detail: unknown): string | undefined {
  const said = Array.isArray(detail) ? detail[0]?.msg : detail;
  return typeof said === 'string' ? said : undefined;
}

function reasonOf(meta: Failure, detail: unknown, status: number): string {
  if (meta.error === 'concurrency_limit_reached') {
    const places = meta.limit === 1 ? 'The only place is' : `All ${meta.limit ?? ''} places are`;
    return `${places.replace('  ', ' ')} taken. Wait until somebody leaves, then press Start.`;
  }
  if (meta.message) return meta.message;
  if (meta.error === 'connection_already_exists') return 'This call exists already. Press Start for a new one.';
  return textOf(detail) ?? `The server refused the call (${meta.error ?? status}). Press Start to try again.`;
}
