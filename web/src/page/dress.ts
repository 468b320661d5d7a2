// The developer's theme and style, over the page's own.
import type { Config } from './tree';

/** The layers are gradio.css's: a light value holds in the dark too, unless something says otherwise. */
export function dress({ css, theme }: Config): void {
  if (theme) {
    add(`@layer own-light{:root{${declared(theme.light)}}}
      @layer own-dark{@media (prefers-color-scheme: dark){:root{${declared(theme.dark)}}}}`);
  }
  if (css) add(css);
}

function add(text: string): void {
  document.head.append(Object.assign(document.createElement('style'), { textContent: text }));
}

const declared = (values: Record<string, string>) =>
  Object.entries(values).map(([name, value]) => `${name}:${value}`).join(';');
