// Runs inside the page: the far end of its calls, without a server. Echoes the camera or shows a
// picture of its own, gives a tone as a voice, and says on the channel "text" what the test tells it to.
window.loopback = {
  heard: [],
  near: [], // the page's own connections
  channels: [],
  restarts: 0,
  async answer(sdp, restart = false) {
    if (restart) ++this.restarts;
    const far = restart ? this.far : (this.far = this.open());
    await far.setRemoteDescription({ type: 'offer', sdp });
    for (const { sender, receiver } of far.getTransceivers()) {
      if (!sender.track) await sender.replaceTrack(receiver.track.kind === 'audio' ? this.tone() : this.picture());
    }
    for (const transceiver of far.getTransceivers()) transceiver.direction = 'sendrecv';
    await far.setLocalDescription();
    await new Promise((done) => {
      const check = () => far.iceGatheringState === 'complete' && done();
      far.onicegatheringstatechange = check;
      check();
    });
    return { type: 'answer', sdp: far.localDescription.sdp };
  },
  open() {
    const far = new RTCPeerConnection();
    far.ondatachannel = ({ channel }) => {
      this.channels.push(channel);
      channel.onmessage = ({ data }) => this.heard.push(data);
    };
    far.ontrack = ({ track, transceiver }) => track.kind === 'video' && transceiver.sender.replaceTrack(track);
    return far;
  },
  tone() {
    const context = (this.context ??= new AudioContext());
    const oscillator = context.createOscillator();
    this.gain = context.createGain();
    this.gain.gain.value = 0.2;
    const voice = context.createMediaStreamDestination();
    oscillator.connect(this.gain).connect(voice);
    oscillator.start();
    return voice.stream.getAudioTracks()[0];
  },
  picture() {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    const brush = canvas.getContext('2d');
    let hue = 0;
    setInterval(() => {
      brush.fillStyle = `hsl(${(hue += 7)} 70% 45%)`;
      brush.fillRect(0, 0, 320, 240);
    }, 50);
    return canvas.captureStream(20).getVideoTracks()[0];
  },
  say(...messages) {
    for (const message of messages) this.channels.at(-1).send(JSON.stringify(message));
  },
  /** What the newest of the page's connections says of itself from now on; nothing: the truth. */
  pretend(state) {
    const peer = this.near.at(-1);
    if (state) Object.defineProperty(peer, 'connectionState', { value: state, configurable: true });
    else delete peer.connectionState;
    peer.onconnectionstatechange();
  },
};
{
  const RealConnection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends RealConnection {
    constructor(...settings) {
      super(...settings);
      this.settings = settings;
    }
    createDataChannel(...settings) {
      loopback.near.push(this); // the page's own; a far end makes none
      return super.createDataChannel(...settings);
    }
  };
}
