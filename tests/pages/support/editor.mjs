// The override as text, the clipboard, and the palette: what tests of the workbench have in common.

/** Shows the JSON editor, and puts a text into it as if it was typed. */
export async function write(window, text) {
  await window.id('seg-json').click();
  await window.id('json-editor').first().waitFor();
  await window.id('json-editor').first().evaluate((editor, value) => (editor.value = value), typeof text === 'string' ? text : JSON.stringify(text, null, 2));
}

/** What the JSON editor says. */
export async function written(window) {
  await window.id('seg-json').click();
  await window.id('json-editor').first().waitFor();
  return JSON.parse(await window.id('json-editor').first().evaluate((editor) => editor.value));
}

/** Lets the page use the clipboard; gives what reads it. */
export async function clipboard(window) {
  await window.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return () => window.page.evaluate(() => navigator.clipboard.readText());
}

/** Finds an action in the palette by what one would type, and runs it by Enter. It must be the first that is found. */
export async function palette(window, words, id) {
  await window.page.keyboard.press('Control+k');
  await window.id('palette-input').fill(words);
  await window.page.locator(`[data-testid="palette-item"][data-item="${id}"][aria-selected="true"]`).waitFor();
  await window.page.keyboard.press('Enter');
  await window.id('palette').waitFor({ state: 'detached' });
}
