// Every screen on a real engine, in light and dark and at the smallest size: it is there, says no error, and axe finds nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findings } from './support/axe.mjs';
import { morning, SCREENS } from './support/screens.mjs';
import { stage } from './support/stage.mjs';

const here = stage({ prepare: async (stage) => Object.assign(stage, await morning(stage.engine)) });

for (const [theme, size] of [
  ['dark', { width: 1280, height: 820 }],
  ['light', { width: 1280, height: 820 }],
  ['dark', { width: 900, height: 600 }],
]) {
  test(`every screen in ${theme} at ${size.width}×${size.height}`, async () => {
    const window = await here.open({ theme, size });
    await window.id('nav-connections').waitFor();
    const found = {};
    for (const { name, route, ready } of SCREENS(here)) {
      await window.go(route);
      await window.id(ready).first().waitFor();
      assert.equal(await window.id('error-box').count(), 0, `${name} shows an error`);
      const wide = await window.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.ok(!wide, `${name} is wider than the window`);
      const list = await findings(window.page);
      if (list.length > 0) found[name] = list;
      if (process.env.PATCHBAY_PAGE_SCREENS) await window.page.screenshot({ path: `${process.env.PATCHBAY_PAGE_SCREENS}/${name}-${theme}-${size.width}.png` });
    }
    assert.deepEqual(found, {});
  });
}

test('the palette and the shortcut sheet, over a screen', async () => {
  for (const theme of ['dark', 'light']) {
    const window = await here.open({ theme, route: '#/connections' });
    await window.id('connection-row').first().waitFor();
    await window.page.keyboard.press('Control+k');
    await window.id('palette-input').fill('globex');
    await window.id('palette-item').filter({ hasText: 'Globex' }).first().waitFor();
    assert.deepEqual(await findings(window.page), []);
    await window.page.keyboard.press('Escape');
    await window.id('palette').waitFor({ state: 'detached' });
    await window.page.keyboard.press('Control+Shift+Slash');
    await window.id('shortcuts').waitFor();
    assert.deepEqual(await findings(window.page), []);
  }
});
