// One WebRTC connection to the server, from offer to hang-up. Knows nothing of the page.
//   in   the caller's tracks
//   out  the server's tracks, its messages on the channel "text", and the state of the connection
import { randomId, sendCandidate, sendGoodbye, sendOffer } from './door';
import type { WebRtcPart } from '../page/tree';

export interface LineEvents {
  track(track: MediaStreamTrack): void;
  message(text: string): void;
  state(state: RTCPeerConnectionState): void;
}

export type Mode = 'send-receive' | 'send' | 'receive';
export type Kind = 'audio' | 'video';

export class Line {
  readonly id = randomId(); // whoever knows it may speak for the call
  private peer: RTCPeerConnection | null = null;
  private early: RTCIceCandidate[] | null = []; // until the answer is here
  private offered = false;
  private closed = false;

  constructor(
    private readonly part: WebRtcPart,
    private readonly events: LineEvents,
  ) {}

  /** Calls the server with `stream`'s tracks, or, where nothing is sent, for tracks of `kinds`. */
  async open(configuration: RTCConfiguration | null, kinds: Kind[], stream: MediaStream | null): Promise<void> {
    if (this.closed) return;
    const peer = (this.peer = this.connection(configuration));
    if (stream) for (const track of stream.getTracks()) this.send(peer, track, stream);
    else for (const kind of kinds) peer.addTransceiver(kind, { direction: 'recvonly' });
    await this.offer(peer, false);
  }

  /** Asks for a new path under the same id: the call goes on. May be repeated until one is found. */
  async restart(): Promise<void> {
    if (this.peer && !this.closed) await this.offer(this.peer, true);
  }

  /** Idempotent. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.peer?.close();
    if (this.offered) sendGoodbye(this.id);
  }

  private connection(configuration: RTCConfiguration | null): RTCPeerConnection {
    const peer = new RTCPeerConnection(configuration ?? undefined);
    const channel = peer.createDataChannel('text');
    channel.onopen = () => channel.send('handshake');
    channel.onmessage = ({ data }) => this.events.message(String(data));
    peer.ontrack = ({ track }) => this.events.track(track);
    peer.onconnectionstatechange = () => this.events.state(peer.connectionState);
    peer.onicecandidate = ({ candidate }) => candidate?.candidate && this.trickle(candidate);
    return peer;
  }

  private send(peer: RTCPeerConnection, track: MediaStreamTrack, stream: MediaStream): void {
    const direction = this.part.mode === 'send' ? 'sendonly' : 'sendrecv';
    const { sender } = peer.addTransceiver(track, { direction, streams: [stream] });
    const { rtp_params } = this.part;
    if (rtp_params) sender.setParameters({ ...sender.getParameters(), ...rtp_params }).catch((error) => console.warn('rtp_params:', error)); // a wish
  }

  private async offer(peer: RTCPeerConnection, restart: boolean): Promise<void> {
    const early: RTCIceCandidate[] = (this.early = []);
    await peer.setLocalDescription(await peer.createOffer({ iceRestart: restart }));
    this.offered = true;
    const { sdp } = peer.localDescription!;
    const answer = await sendOffer({ webrtc_id: this.id, component: this.part.id, sdp, ...(restart && { restart }) });
    if (this.closed) return sendGoodbye(this.id); // hung up meanwhile
    if (this.early !== early) return; // a newer offer is out
    await peer.setRemoteDescription(answer);
    this.early = null;
    early.forEach((candidate) => this.trickle(candidate));
  }

  private trickle(candidate: RTCIceCandidate): void {
    if (this.early) return void this.early.push(candidate);
    sendCandidate(this.id, candidate).catch(() => {}); // others may do; the state tells
  }
}
