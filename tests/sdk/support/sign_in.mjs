// Being the user who signs in at the built-in provider, without a browser.
import assert from 'node:assert/strict';

/** Opens the provider's page, answers it (`allow` or `deny`); gives the URL that the provider sends the user to. */
export async function decide(authorizeUrl, decision = 'allow') {
  const page = await fetch(authorizeUrl, { redirect: 'manual' });
  const html = await page.text();
  assert.equal(page.status, 200, html);
  const value = (name) => new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"`).exec(html)[1];
  const form = new URLSearchParams({ request: value('request'), user: value('user'), decision });
  const answer = await fetch(new URL('/authorize', authorizeUrl), { method: 'POST', body: form, redirect: 'manual' });
  assert.equal(answer.status, 303);
  return answer.headers.get('location');
}

/** Follows redirects within `origin`; gives the answer that is none, or the first address elsewhere. */
export async function follow(url, origin) {
  for (let hops = 0; hops < 6; hops += 1) {
    if (new URL(url).origin !== origin) return { left: new URL(url) };
    const answer = await fetch(url, { redirect: 'manual' });
    const location = answer.headers.get('location');
    if (!location) return { answer, page: await answer.text() };
    url = new URL(location, url).href;
  }
  throw new Error(`Redirected in circles at ${url}`);
}
