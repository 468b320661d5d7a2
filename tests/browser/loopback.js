// Runs inside the page: the far end of its call, without a server. Echoes the camera, gives a tone as
// the critic's voice, and says on the channel "text" what the test tells it to.
window.loopback = {
  heard: [],
  async answer(sdp) {
    const far = (this.far = new RTCPeerConnection());
    const tone = new AudioContext();
    const oscillator = tone.createOscillator();
    this.gain = tone.createGain();
    this.gain.gain.value = 0.2;
    const voice = tone.createMediaStreamDestination();
    oscillator.connect(this.gain).connect(voice);
    oscillator.start();
    far.ondatachannel = ({ channel }) => {
      this.channel = channel;
      channel.onmessage = ({ data }) => this.heard.push(data);
    };
    far.ontrack = ({ track, transceiver }) => {
      transceiver.direction = 'sendrecv';
      transceiver.sender.replaceTrack(track.kind === 'video' ? track : voice.stream.getAudioTracks()[0]);
    };
    await far.setRemoteDescription({ type: 'offer', sdp });
    await far.setLocalDescription();
    await new Promise((done) => {
      const check = () => far.iceGatheringState === 'complete' && done();
      far.onicegatheringstatechange = check;
      check();
    });
    return { type: 'answer', sdp: far.localDescription.sdp };
  },
  say(...messages) {
    for (const message of messages) this.channel.send(JSON.stringify(message));
  },
};
