// How loud a track is at this moment, for something that moves with it.
const quiet = 0.01; // rms of a silent room after noise suppression
const loud = 0.25;

let context: AudioContext | undefined;

/** The one of this page. */
export const audioContext = (): AudioContext => (context ??= new AudioContext());

/** To be called in a click: browsers start no audio without one. */
export function wakeAudio(): void {
  audioContext().resume().catch(() => {});
}

/** Calls `show` with 0..1 for every frame the browser draws; returns how to stop. */
export function followLevel(track: MediaStreamTrack, show: (level: number) => void): () => void {
  const context = audioContext();
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let level = 0;
  let frame = requestAnimationFrame(function draw() {
    analyser.getFloatTimeDomainData(samples);
    const now = loudness(samples);
    level = Math.max(now, level * 0.88); // up at once, down slowly
    show(level);
    frame = requestAnimationFrame(draw);
  });
  return () => {
    cancelAnimationFrame(frame);
    source.disconnect();
    show(0);
  };
}

function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / samples.length);
  return Math.min(1, Math.max(0, (rms - quiet) / (loud - quiet))) ** 0.6;
}
