// Whoever works by keys loses the focus with whatever they pressed, when it goes.
import { tick } from 'svelte';

/** To be called before the page changes: if that takes the focused part of `place`, `next()` has it. */
export function keepFocus(place: HTMLElement | undefined, next: () => HTMLElement | null | undefined): void {
  if (!place?.contains(document.activeElement)) return;
  tick().then(() => isLost(document.activeElement) && next()?.focus());
}

/** What fades away is inert already. */
const isLost = (focused: Element | null) => !focused || focused === document.body || focused.closest('[inert]') !== null;
