// One WebRTC connection to the server, from offer to hang-up. Knows nothing of the page.
//   in   the caller's tracks
//   out  the server's tracks, its messages on the channel "text", and the state of the connection
import { sendCandidate, sendGoodbye, sendOffer } from './door';

export interface LineEvents {
  track(track: MediaStreamTrack): void;
  message(text: string): void;
  state(state: RTCPeerConnectionState): void;
}

export class Line {
  readonly id = randomId();
  private readonly peer: RTCPeerConnection;
  private early: RTCIceCandidate[] | null = []; // until the answer is here
  private offered = false;

  constructor(configuration: RTCConfiguration | null, events: LineEvents) {
    this.peer = new RTCPeerConnection(configuration ?? undefined);
    const channel = this.peer.createDataChannel('text');
    channel.onopen = () => channel.send('handshake');
    channel.onmessage = ({ data }) => events.message(String(data));
    this.peer.ontrack = ({ track }) => events.track(track);
    this.peer.onconnectionstatechange = () => events.state(this.peer.connectionState);
    this.peer.onicecandidate = ({ candidate }) => candidate?.candidate && this.trickle(candidate);
  }

  async open(stream: MediaStream): Promise<void> {
    for (const track of stream.getTracks()) this.peer.addTrack(track, stream);
    await this.peer.setLocalDescription();
    this.offered = true;
    const answer = await sendOffer(this.id, this.peer.localDescription!.sdp);
    if (this.peer.signalingState === 'closed') return sendGoodbye(this.id); // hung up meanwhile
    await this.peer.setRemoteDescription(answer);
    const early = this.early ?? [];
    this.early = null;
    early.forEach((candidate) => this.trickle(candidate));
  }

  /** Idempotent. */
  close(): void {
    if (this.peer.signalingState === 'closed') return;
    this.peer.close();
    if (this.offered) sendGoodbye(this.id);
  }

  private trickle(candidate: RTCIceCandidate): void {
    if (this.early) this.early.push(candidate);
    else sendCandidate(this.id, candidate).catch(() => {}); // others may do; the state tells
  }
}

/** 192 random bits: whoever knows the id may speak for the call. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_');
}
