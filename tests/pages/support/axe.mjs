// What axe finds on a page, as one line a finding.
import { createRequire } from 'node:module';

import axe from 'axe-core';

const { version } = createRequire(import.meta.url)('axe-core/package.json');

/** Findings of the WCAG 2.2 A and AA rules and the best practices. Run through the debugger, which no policy hinders. */
export async function findings(page) {
  // A screen that is still being changed has no heading for a moment.
  await page.locator('h1').first().waitFor();
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id} (${violation.impact}): ${node.target.join(' ')} — ${node.failureSummary?.split('\n').slice(1).join(' ').trim()} [axe ${version}]`));
}
