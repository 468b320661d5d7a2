// Camera and microphone: asking for them, and what to say when they do not come.
import { Refusal } from './door';
import type { Kind } from './line';

const voice: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
const picture: MediaTrackConstraints = {
  facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 },
};

const insecure =
  'Browsers give camera and microphone only to https:// pages and to localhost. Open this page under such an address.';

export interface Devices {
  stream: MediaStream;
  /** Set when something is missing that the call can do without. */
  warning?: string;
}

/** `constraints` as getUserMedia takes them, or, for one kind, as its track takes them. */
export type TrackConstraints = MediaStreamConstraints | MediaTrackConstraints | null;

export async function openDevices(kinds: Kind[], constraints: TrackConstraints): Promise<Devices> {
  if (!navigator.mediaDevices) throw new Refusal(insecure);
  const request = requestFor(kinds, constraints);
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(request) };
  } catch (error) {
    if (nameOf(error) !== 'NotFoundError' || kinds.length < 2) throw refusalOf(error, kinds);
    return withoutCamera(request);
  }
}

/** Picture and voice are asked for with one question; the microphone is closed again until the call. */
export async function openPreview(kinds: Kind[], constraints: TrackConstraints): Promise<MediaStream> {
  const { stream } = await openDevices(kinds, constraints);
  for (const track of stream.getAudioTracks()) {
    track.stop();
    stream.removeTrack(track);
  }
  return stream;
}

export function closeDevices(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop());
}

function requestFor(kinds: Kind[], constraints: TrackConstraints): MediaStreamConstraints {
  const own = constraints ?? {};
  const named: MediaStreamConstraints = 'audio' in own || 'video' in own ? (own as MediaStreamConstraints) : { [kinds[0]]: own };
  const defaults = { audio: voice, video: picture };
  return Object.fromEntries(kinds.map((kind) => [kind, merged(defaults[kind], named[kind])]));
}

const merged = (usual: MediaTrackConstraints, wanted: MediaTrackConstraints | boolean | undefined) =>
  typeof wanted === 'object' ? { ...usual, ...wanted } : usual;

async function withoutCamera(request: MediaStreamConstraints): Promise<Devices> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: request.audio });
    return { stream, warning: 'No camera was found: you will be heard, but not seen.' };
  } catch (error) {
    throw refusalOf(error, ['audio']);
  }
}

function refusalOf(error: unknown, kinds: Kind[]): Refusal {
  const name = nameOf(error);
  const both = kinds.length > 1;
  const device = both ? 'Camera and microphone' : kinds[0] === 'audio' ? 'The microphone' : 'The camera';
  if (name === 'NotAllowedError' || name === 'SecurityError') {
    const are = both ? 'are blocked. Allow them' : 'is blocked. Allow it';
    return new Refusal(`${device} ${are} for this page (the camera sign beside the address), then press Start.`);
  }
  if (name === 'NotFoundError') {
    return new Refusal(`No ${kinds.includes('audio') ? 'microphone' : 'camera'} was found. Connect one, then press Start.`);
  }
  if (name === 'NotReadableError' || name === 'AbortError') {
    const held = both ? 'the camera or the microphone' : device.toLowerCase();
    return new Refusal(`Another program holds ${held}. Close it, then press Start.`);
  }
  if (name === 'OverconstrainedError') {
    return new Refusal(`${device} cannot give what this page asks for. Connect another one, then press Start.`);
  }
  return new Refusal(`${device} did not open (${name}). Try another one, then press Start.`);
}

const nameOf = (error: unknown) => (error instanceof DOMException || error instanceof Error ? error.name : '');
