// What somebody meets who goes through a page by Tab alone.

/** Runs inside the page: everything that can be worked, in the order of the document, and where it stands. */
function mark() {
  const usable = (node) => !node.disabled && !node.closest('[inert]')
    && node.checkVisibility({ visibilityProperty: true }) && node.getBoundingClientRect().width > 1;
  const nodes = [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex="0"]')].filter(usable);
  return nodes.map((node, at) => {
    node.dataset.stop = at;
    const { left, top, right, bottom } = node.getBoundingClientRect();
    const name = node.getAttribute('aria-label') ?? (node.labels?.[0] ?? node).innerText.trim();
    return { name, left, top, right, bottom };
  });
}

/** Runs inside the page: where the focus is, whether it is in the window, and what shows it. */
function focused() {
  const node = document.activeElement;
  const { left, top, right, bottom } = node.getBoundingClientRect();
  const look = ({ outlineStyle, outlineWidth, boxShadow, borderColor }) => `${outlineStyle} ${outlineWidth} ${boxShadow} ${borderColor}`;
  node.style.transition = 'none';
  const focus = look(getComputedStyle(node));
  node.blur();
  const without = look(getComputedStyle(node));
  node.focus({ focusVisible: true, preventScroll: true });
  node.style.transition = '';
  const inside = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  return { at: Number(node.dataset.stop ?? -1), tag: node.outerHTML.slice(0, 120), inside, shown: focus !== without };
}

/** @returns {stops: what can be worked, walked: where as many presses of Tab went} */
export async function walkByTab(page) {
  const stops = await page.evaluate(mark);
  const walked = [];
  while (walked.length < stops.length) {
    await page.keyboard.press('Tab');
    walked.push(await page.evaluate(focused));
  }
  return { stops, walked };
}

/** Reading goes on to the right, or below: never to what lies above in the same column, or to the left in the same line. */
export const goesBack = (from, to) =>
  (to.bottom <= from.top && to.left < from.right) || (to.right <= from.left && to.top < from.bottom && to.bottom <= from.bottom);
