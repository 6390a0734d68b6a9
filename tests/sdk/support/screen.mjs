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

/** Waits until the SDK has taken its overlay away. */
export const overlayGone = (page) => page.waitForSelector(FRAME, { state: 'detached' });
