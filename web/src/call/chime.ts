// Two short notes: the word was heard, and what follows is listened to.
import { audioContext } from './level';

const notes = [660, 880]; // Hz
const apart = 0.11; // s
const volume = 0.12;

export function chime(): void {
  const context = audioContext();
  notes.forEach((frequency, i) => {
    const begin = context.currentTime + i * apart;
    const end = begin + 2 * apart;
    const note = new OscillatorNode(context, { frequency });
    const fading = new GainNode(context, { gain: 0 });
    fading.gain.setValueAtTime(volume, begin);
    fading.gain.exponentialRampToValueAtTime(0.001, end);
    note.connect(fading).connect(context.destination);
    note.start(begin);
    note.stop(end);
  });
}
