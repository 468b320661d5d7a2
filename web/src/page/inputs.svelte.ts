// What the caller has put into the page's parts, by the part's id. Pictures are kept as chosen, and
// travel to the server only in a call. Nothing here is ever stored: keys live as long as the page.
import type { ImagePart, Part } from './config';

export interface Artwork {
  blob: Blob;
  url: string;
}

export class Inputs {
  texts = $state<Record<number, string>>({});
  /** undefined: the part's default; null: taken away. */
  pictures = $state<Record<number, Artwork | null | undefined>>({});
  /** Told of every change: the id of the part that changed. */
  changed: (id: number) => void = () => {};

  adopt(parts: Part[]): void {
    for (const part of parts) {
      if (part.type === 'textbox') this.texts[part.id] = part.value ?? '';
      if (part.type === 'image') this.pictures[part.id] = undefined;
    }
  }

  setText(id: number, text: string): void {
    if (this.texts[id] === text) return;
    this.texts[id] = text;
    this.changed(id);
  }

  setPicture(id: number, blob: Blob | null | undefined): void {
    const former = this.pictures[id];
    if (former) URL.revokeObjectURL(former.url);
    this.pictures[id] = blob && { blob, url: URL.createObjectURL(blob) };
    this.changed(id);
  }

  shown(part: ImagePart): string | null {
    const picture = this.pictures[part.id];
    return picture === undefined ? part.value : (picture?.url ?? null);
  }
}
