// What the files of these tests begin with: a browser, the served pages, an engine, and a window that is closed after each test.
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';

import { launch } from '../../sdk/support/browser.mjs';
import { Engine } from './engine.mjs';
import { openWindow, servePages } from './window.mjs';

/** `stage.open(options)` opens a window; `prepare(stage)` runs once the engine is there. */
export function stage({ prepare, ...engine } = {}) {
  const stage = { windows: [] };
  before(async () => {
    [stage.browser, stage.pages, stage.engine] = await Promise.all([launch({ headless: true }), servePages(), Engine.start(engine)]);
    await prepare?.(stage);
  });
  afterEach(async () => {
    const complaints = stage.windows.flatMap((window) => window.complaints);
    for (const window of stage.windows.splice(0)) await window.close();
    // Whatever a test is about: no page may break its policy or throw.
    assert.deepEqual(complaints, []);
  });
  after(async () => {
    await stage.browser?.close();
    await stage.pages?.stop();
    await stage.engine?.stop();
  });
  stage.open = async (options) => {
    const window = await openWindow(stage.browser, stage.pages, stage.engine, options);
    stage.windows.push(window);
    return window;
  };
  return stage;
}
