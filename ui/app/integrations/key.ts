/** Keys of integrations. */

const KEY = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** What an id looks like: a key must not. */
const ID = /^[0-9a-f]{24}$/;

/** What is wrong with a key, in words; null where nothing is. */
export function keyProblem(key: string): string | null {
  if (!KEY.test(key)) return "Small letters, digits and hyphens, beginning with a letter or digit; at most 64.";
  return ID.test(key) ? "This looks like an id. Choose a word instead." : null;
}

/** The wanted key, or the first `-2`, `-3` … of it that no integration has. */
export function freeKey(wanted: string, taken: readonly string[]): string {
  let key = wanted;
  for (let number = 2; taken.includes(key); number += 1) key = `${wanted}-${number}`;
  return key;
}
