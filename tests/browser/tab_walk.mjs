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

/** Runs inside the page: where the focus is, whether it is in the window, and whether it shows. */
function focused() {
  const node = document.activeElement;
  /** Something that cuts off what overflows takes the ring away on two sides or more. */
  const ringIsCut = () => {
    const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(node);
    const beyond = outlineStyle === 'none' ? 0 : parseFloat(outlineWidth) + parseFloat(outlineOffset);
    const ring = node.getBoundingClientRect();
    for (let around = node.parentElement; around; around = around.parentElement) {
      if (getComputedStyle(around).overflow === 'visible') continue;
      const edge = around.getBoundingClientRect();
      const cut = [edge.left - ring.left, edge.top - ring.top, ring.right - edge.right, ring.bottom - edge.bottom];
      if (cut.filter((over) => over + beyond > 1).length >= 2) return true;
    }
    return false;
  };
  const { left, top, right, bottom } = node.getBoundingClientRect();
  const look = ({ outlineStyle, outlineWidth, boxShadow, borderColor }) => `${outlineStyle} ${outlineWidth} ${boxShadow} ${borderColor}`;
  node.style.transition = 'none';
  const focus = look(getComputedStyle(node));
  const cut = ringIsCut();
  node.blur();
  const without = look(getComputedStyle(node));
  node.focus({ focusVisible: true, preventScroll: true });
  node.style.transition = '';
  const inside = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  return { at: Number(node.dataset.stop ?? -1), tag: node.outerHTML.slice(0, 120), inside, shown: focus !== without && !cut };
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
