// The server's HTTP door: offer, candidates, inputs, pictures, goodbye. A refusal is thrown as a
// Refusal whose sentence can be shown as it is.
export class Refusal extends Error {}

interface Failure {
  error?: string;
  message?: string;
  limit?: number;
}

const unreachable = 'The server cannot be reached. See that it is running, then press Start.';

async function post(path: string, body: BodyInit, type: string, keepalive = false): Promise<Response> {
  const request = { method: 'POST', headers: { 'Content-Type': type }, body, keepalive };
  return fetch(path, request).catch(() => {
    throw new Refusal(unreachable);
  });
}

const postJson = (path: string, value: object, keepalive = false) =>
  post(path, JSON.stringify(value), 'application/json', keepalive);

export async function sendOffer(webrtc_id: string, sdp: string): Promise<RTCSessionDescriptionInit> {
  const response = await postJson('webrtc/offer', { sdp, type: 'offer', webrtc_id });
  const answer = await response.json().catch(() => ({}));
  if (answer.type === 'answer' && answer.sdp) return { type: 'answer', sdp: answer.sdp };
  throw new Refusal(reasonOf(answer.meta ?? {}, answer.detail, response.status));
}

export async function sendCandidate(webrtc_id: string, candidate: RTCIceCandidate): Promise<void> {
  await postJson('webrtc/offer', { candidate: candidate.toJSON(), webrtc_id, type: 'ice-candidate' });
}

/** Keys travel here, in the body and nowhere else. */
export async function sendInputs(webrtc_id: string, inputs: Record<number, string | null>): Promise<void> {
  const response = await postJson('input', { webrtc_id, inputs });
  if (!response.ok) throw new Refusal(await detailOf(response, 'The server did not take the settings.'));
}

export async function sendPicture(webrtc_id: string, component: number, picture: Blob): Promise<void> {
  const query = new URLSearchParams({ webrtc_id, component: String(component) });
  const response = await post(`upload?${query}`, picture, picture.type);
  if (!response.ok) throw new Refusal(await detailOf(response, 'The server did not take the picture.'));
}

/** So that the slot is free at once; `keepalive` outlives the page. */
export function sendGoodbye(webrtc_id: string): void {
  postJson('webrtc/close', { webrtc_id }, true).catch(() => {});
}

async function detailOf(response: Response, otherwise: string): Promise<string> {
  const { detail } = await response.json().catch(() => ({ detail: null }));
  return textOf(detail) ?? `${otherwise} (${response.status})`;
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
