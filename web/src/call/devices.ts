// Camera and microphone: asking for them, and what to say when they do not come.
import { Refusal } from './door';

const wanted: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
  video: { facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
};

const blocked =
  'Camera and microphone are blocked. Allow them for this page (the camera sign beside the address), then press Start.';
const absent = 'No microphone was found. Connect one, then press Start.';
const busy = 'Another program holds the camera or the microphone. Close it, then press Start.';
const insecure =
  'Browsers give camera and microphone only to https:// pages and to localhost. Open this page under such an address.';

export interface Devices {
  stream: MediaStream;
  /** Set when something is missing that the call can do without. */
  warning?: string;
}

export async function openDevices(constraints: MediaStreamConstraints | null): Promise<Devices> {
  if (!navigator.mediaDevices) throw new Refusal(insecure);
  const request = { ...wanted, ...constraints };
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(request) };
  } catch (error) {
    if (nameOf(error) !== 'NotFoundError') throw refusalOf(error);
    return withoutCamera(request);
  }
}

/** Picture and voice are asked for with one question; the microphone is closed again until the call. */
export async function openPreview(constraints: MediaStreamConstraints | null): Promise<MediaStream> {
  const { stream } = await openDevices(constraints);
  for (const track of stream.getAudioTracks()) {
    track.stop();
    stream.removeTrack(track);
  }
  return stream;
}

export function closeDevices(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop());
}

async function withoutCamera(request: MediaStreamConstraints): Promise<Devices> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: request.audio });
    return { stream, warning: 'No camera was found: you will be heard, but not seen.' };
  } catch (error) {
    throw refusalOf(error);
  }
}

function refusalOf(error: unknown): Refusal {
  const name = nameOf(error);
  if (name === 'NotAllowedError' || name === 'SecurityError') return new Refusal(blocked);
  if (name === 'NotFoundError') return new Refusal(absent);
  if (name === 'NotReadableError' || name === 'AbortError') return new Refusal(busy);
  return new Refusal(`Camera and microphone did not open (${name}). Try another one, then press Start.`);
}

const nameOf = (error: unknown) => (error instanceof DOMException || error instanceof Error ? error.name : '');
