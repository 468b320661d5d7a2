// What both sides said, in the order of the conversation. Pieces of one turn of one side are joined;
// a turn's question stands before its answer, even if its transcript comes later.
const lines_max = 200; // the oldest goes

export type Who = 'user' | 'critic';

export interface CaptionPiece {
  who: Who;
  turn: number;
  text: string;
  final?: boolean;
}

export interface CaptionLine {
  who: Who;
  turn: number;
  pieces: string[]; // kept apart: a screen reader speaks what is new, not the line from its start
  final: boolean;
  cut: boolean;
}

export class Captions {
  lines = $state<CaptionLine[]>([]);

  add({ who, turn, text, final = false }: CaptionPiece): void {
    const line = this.lines.find((known) => known.who === who && known.turn === turn);
    if (line) {
      line.pieces.push(text);
      line.final ||= final;
      return;
    }
    const fresh: CaptionLine = { who, turn, pieces: [text], final, cut: false };
    const after = this.lines.findLastIndex((known) => rank(known) <= rank(fresh));
    this.lines.splice(after + 1, 0, fresh);
    if (this.lines.length > lines_max) this.lines.shift();
  }

  /** The caller typed a line: it stands after all that was said. */
  typed(text: string): void {
    const turn = Math.max(0, ...this.lines.map((line) => line.turn)) + 1;
    this.add({ who: 'user', turn, text, final: true });
  }

  /** The caller spoke over the critic's newest line. */
  cut(): void {
    const line = this.lines.findLast((known) => known.who === 'critic');
    if (line && !line.final) line.cut = line.final = true;
  }

  clear(): void {
    this.lines = [];
  }
}

const rank = ({ who, turn }: { who: Who; turn: number }) => 2 * turn + (who === 'critic' ? 1 : 0);
