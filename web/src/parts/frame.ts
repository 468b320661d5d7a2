// What every block says of itself to Gradio's Block: its name in the page's style, its share of a row.
import type { Board } from '../page/board.svelte';
import type { AnyPart } from '../page/tree';

export const frame = (part: AnyPart, board: Board) => ({
  elem_id: part.elem_id ?? '',
  elem_classes: board.classes(part),
  scale: part.scale,
  min_width: part.min_width ?? 0,
});
