// Markup that comes as a value: from a model, a caller, a file. Nothing in it runs, and nothing in it
// can take the page's place. What a developer composed as Html is no value, and is left as it is.
import DOMPurify from 'dompurify';
import { marked } from 'marked';

// A value neither asks for input nor dresses the rest of the page.
const kept_out = ['style', 'form', 'input', 'textarea', 'select', 'button', 'dialog'];

const purifier = DOMPurify(window);
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (!(node instanceof Element) || !node.hasAttribute('href')) return;
  node.setAttribute('target', '_blank'); // beside the call, never in its place
  node.setAttribute('rel', 'noopener noreferrer');
});

export function harmless(markup: string): string {
  return purifier.sanitize(markup, { FORBID_TAGS: kept_out });
}

export function fromMarkdown(text: string): string {
  return harmless(marked.parse(text, { async: false, breaks: false }));
}
