// What the shortcut sheet lists on a screen, and whether each of its keys is taken there.
import assert from 'node:assert/strict';

import { findings } from './axe.mjs';

const EVERYWHERE = ['Everywhere', 'Go to', 'Settings'];
const NAMES = { Ctrl: 'Control', Esc: 'Escape', '↑': 'ArrowUp', '↓': 'ArrowDown', '←': 'ArrowLeft', '→': 'ArrowRight', '/': 'Slash', '\\': 'Backslash', ',': 'Comma', '.': 'Period' };

/** What the sheet lists, but for how lists and dialogs work by themselves: a title, and the presses as the browser names them. */
const sheet = (window) =>
  window.id('shortcuts').evaluate((element) =>
    [...element.querySelectorAll('section')].filter((section) => section.getAttribute('aria-label') !== 'Lists and dialogs').flatMap((section) =>
      [...section.querySelectorAll('dl > div')].map((row) => ({ group: section.getAttribute('aria-label'), title: row.querySelector('dt').textContent, presses: [...row.querySelectorAll('dd > span > span')].map((press) => [...press.querySelectorAll('kbd')].map((cap) => cap.textContent)) })),
    ),
  );
const spelled = (caps) => caps.map((cap) => NAMES[cap] ?? (/^[A-Z]$/.test(cap) ? cap.toLowerCase() : cap)).join('+');

/**
 * Presses every key that the sheet lists on a screen, each on a fresh one, and fails with those that nothing took. `own`
 * leaves out what is the same everywhere.
 */
export async function everyKey(here, route, ready, { own = true } = {}) {
  const window = await here.open({ route });
  const fresh = async () => {
    // Away first: what the key before did may still be under way.
    await window.page.goto('about:blank');
    await window.page.goto(`${here.pages.url}${route}`);
    await window.id(ready).first().waitFor();
    await window.page.evaluate(() => {
      globalThis.taken = [];
      window.addEventListener('keydown', (event) => globalThis.taken.push(event.defaultPrevented));
    });
  };
  await window.id(ready).first().waitFor();
  await window.page.keyboard.press('Control+Shift+Slash');
  await window.id('shortcuts').waitFor();
  assert.deepEqual(await findings(window.page), []);
  const keys = (await sheet(window)).filter(({ group }) => !own || !EVERYWHERE.includes(group));
  assert.ok(keys.length > 0, 'the sheet has no keys of this screen');
  const left = [];
  for (const { title, presses } of keys) {
    await fresh();
    for (const press of presses) await window.page.keyboard.press(spelled(press));
    // Where the key has led to another page, there is nothing left to ask.
    const taken = await window.page.evaluate(() => globalThis.taken?.at(-1) ?? true);
    if (!taken) left.push(`${title}: ${presses.map(spelled).join(' then ')}`);
  }
  assert.deepEqual(left, [], route);
  await fresh();
  await window.page.keyboard.press('F8');
  assert.equal(await window.page.evaluate(() => globalThis.taken.at(-1)), false);
}
