// Runs inside the page, before it: records the microphone and the returned voice on one clock, sample
// for sample, and keeps the connection at hand for its statistics. The page knows nothing of it.
{
  const recorder = `registerProcessor('recorder', class extends AudioWorkletProcessor {
    process([mic, voice]) {
      const quiet = new Float32Array(128);
      this.port.postMessage([mic[0] ?? quiet, voice[0] ?? quiet]);
      return true;
    }
  })`;
  const tap = (window.tap = { connections: [], mic: [], voice: [], tracks: {} });

  let ready;
  const node = () => (ready ??= (async () => {
    const context = new AudioContext({ sampleRate: 48000 });
    tap.context = context;
    await context.audioWorklet.addModule(URL.createObjectURL(new Blob([recorder], { type: 'text/javascript' })));
    const worklet = new AudioWorkletNode(context, 'recorder', { numberOfInputs: 2 });
    worklet.port.onmessage = ({ data: [mic, voice] }) => {
      tap.mic.push(mic);
      tap.voice.push(voice);
    };
    const mute = context.createGain();
    mute.gain.value = 0;
    worklet.connect(mute).connect(context.destination);
    await context.resume();
    return worklet;
  })());

  const listen = async (track, input) => {
    const worklet = await node();
    tap.tracks[input] = track;
    worklet.context.createMediaStreamSource(new MediaStream([track])).connect(worklet, 0, input);
  };

  /** Keeps the mean colour of the first picture that comes back, if one does before the call ends. */
  const look = async (track) => {
    const { value: picture } = await new MediaStreamTrackProcessor({ track }).readable.getReader().read();
    if (!picture) return;
    const brush = new OffscreenCanvas(1, 1).getContext('2d');
    brush.drawImage(picture, 0, 0, 1, 1);
    picture.close();
    track.stop();
    tap.firstColour = [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };

  // A microphone that is a file hears no loudspeaker. Chromium's echo canceller, left on, takes speech
  // that falls together with the far end's voice for echo and wipes most of it away.
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = ({ audio, ...wanted }) =>
    open({ ...wanted, audio: audio && { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });

  const RealConnection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends RealConnection {
    constructor(...settings) {
      super(...settings);
      this.addEventListener('track', ({ track }) => {
        if (!tap.connections.includes(this)) return;
        if (track.kind === 'audio') listen(track, 1);
        else look(track.clone());
      });
    }
    createDataChannel(...settings) {
      tap.connections.push(this); // the page's own; a far end inside the page makes none
      return super.createDataChannel(...settings);
    }
    addTransceiver(track, ...settings) {
      if (track.kind === 'audio' && tap.connections.includes(this)) listen(track, 0);
      return super.addTransceiver(track, ...settings);
    }
  };

  /** What was recorded since the last call, as base64 of 16-bit samples: it is taken out. */
  tap.take = () => {
    const flat = (blocks) => {
      const samples = new Int16Array(blocks.length * 128);
      blocks.forEach((block, at) => block.forEach((value, i) => (samples[at * 128 + i] = Math.max(-1, Math.min(1, value)) * 32767)));
      const bytes = new Uint8Array(samples.buffer);
      let text = '';
      for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      return btoa(text);
    };
    return { mic: flat(tap.mic.splice(0)), voice: flat(tap.voice.splice(0)) };
  };

  /** The newest connection's statistics of what comes in, by kind. */
  tap.stats = async () => {
    const report = [...((await tap.connections.at(-1)?.getStats()) ?? new Map()).values()];
    const inbound = Object.fromEntries(report.filter(({ type }) => type === 'inbound-rtp').map((entry) => [entry.kind, entry]));
    return { ...inbound, pair: report.find(({ type, nominated }) => type === 'candidate-pair' && nominated) };
  };
}
