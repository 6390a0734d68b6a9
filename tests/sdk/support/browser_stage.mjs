// What the browser's tests begin with: a stage, a host application on another origin, and a Chromium that is watched.
import assert from 'node:assert/strict';

import { complaints, launch } from './browser.mjs';
import { Host } from './host.mjs';
import { stage } from './stage.mjs';

/**
 * As `stage`, and besides: `host`, `browser`, `context()`, `open(url)` (a page on the host application, in a context of
 * its own, whose complaints are nobody's fault but Patchbay's).
 */
export function browserStage({ launch: launching = {}, prepare, finish, ...options } = {}) {
  const heard = [];
  const here = stage({
    ...options,
    async prepare(stage) {
      stage.host = await Host.start();
      stage.browser = await launch(launching);
      await prepare?.(stage);
    },
    async finish(stage) {
      await stage.browser?.close();
      await stage.host?.stop();
      await finish?.(stage);
      assert.deepEqual(heard, [], 'the browser complained');
    },
  });
  here.context = async ({ quiet = false, ...settings } = {}) => {
    const context = await here.browser.newContext(settings);
    context.setDefaultTimeout(10_000);
    if (!quiet) {
      here.traffic.watch(context);
      const said = complaints(context);
      context.on('close', () => heard.push(...said));
    }
    return context;
  };
  here.open = async (settings = {}) => {
    const context = await here.context(settings);
    const page = await context.newPage();
    await page.goto(settings.url ?? here.host.origin);
    return page;
  };
  /** What an SDK's constructor takes, for a tenant. */
  here.auth = (tenant, claims) => ({ token: here.patchbay.token(tenant, claims), apiUri: here.patchbay.url, uiUri: here.patchbay.url });
  /** The requests for the provider's sign-in page that this context makes, as URLs. */
  here.authorizations = (page) => {
    const urls = [];
    page.context().on('request', (request) => {
      const url = new URL(request.url());
      if (request.isNavigationRequest() && (url.pathname === '/authorize' || url.pathname === '/auth') && url.searchParams.has('client_id')) urls.push(url);
    });
    return urls;
  };
  return here;
}
