// A real Chromium, and what it complains about.
import { existsSync } from 'node:fs';

import { chromium } from 'playwright-core';

const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const CHROMIUM = process.env.PATCHBAY_CHROMIUM ?? '/usr/bin/chromium';
/** Chromium without the browser around the page: no window of its own to draw for each context. Not every system has it. */
const SHELL = '/usr/bin/chromium-headless-shell';

/**
 * Starts one. `args` are further switches, `popups: false` brings back the popup blocker that automation switches off.
 * The browser is visible where there is a display (the tests' own), because that is what users have; `headless: true` for
 * pages that are no user's browser, which is quicker.
 */
export function launch({ args = [], popups = true, headless = !process.env.DISPLAY } = {}) {
  return chromium.launch({
    executablePath: headless && !process.env.PATCHBAY_CHROMIUM && existsSync(SHELL) ? SHELL : CHROMIUM,
    headless,
    args: [...ARGUMENTS, ...args],
    ignoreDefaultArgs: popups ? [] : ['--disable-popup-blocking'],
  });
}

/** Collects what the console of every page says about CORS and CSP, and errors that nobody caught. */
export function complaints(context) {
  const all = [];
  context.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && /CORS|Cross-Origin|Content Security Policy|X-Frame-Options|ERR_BLOCKED/i.test(text)) all.push(text);
  });
  context.on('weberror', (error) => all.push(String(error.error())));
  return all;
}
