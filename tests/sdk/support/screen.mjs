// The screen in the SDK's overlay, as the end user works it.
const FRAME = '#__integration-app-popup';

/** The overlay's frame. */
export const overlay = (page) => page.frameLocator(FRAME);

/** Presses Connect, which opens the provider's window; gives that window when it is at the provider. */
export async function pressConnect(page) {
  const opened = page.waitForEvent('popup');
  await overlay(page).getByTestId('input-submit').click();
  return opened;
}

/** Answers the built-in provider's page: `allow` or `deny`. */
export async function answer(popup, decision = 'allow') {
  await popup.locator(`#${decision}`).click();
}

/** Types the key of the integration `keyed` and sends it. */
export async function typeKey(page, key) {
  await overlay(page).getByTestId('input-apiKey').fill(key);
  await overlay(page).getByTestId('input-submit').click();
}

/** Leaves a picture of the page in each theme, in the folder that PATCHBAY_PAGE_SCREENS names, where it names one. */
export async function pictures(page, name) {
  const folder = process.env.PATCHBAY_PAGE_SCREENS;
  if (!folder) return;
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
  }
  await page.emulateMedia({ colorScheme: null });
}

/** Waits until the SDK has taken its overlay away. */
export const overlayGone = (page) => page.waitForSelector(FRAME, { state: 'detached' });
