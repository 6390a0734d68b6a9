/** How well a text fits what was typed. All words must be found; a beginning is better than a word's beginning, that better than a part, and letters in order are enough. */

const BEGINNING = 100;
const WORD = 70;
const PART = 40;
const LETTERS = 10;

/** Letters in order, none left over: `nwcn` in `new connection`. The closer together, the better, below a part. */
function scattered(word: string, text: string): number | null {
  let at = -1;
  let begun = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at === -1) return null;
    if (begun === -1) begun = at;
  }
  const spread = at - begun + 1 - word.length;
  // Scattered over a whole sentence is chance.
  return spread > word.length * 3 ? null : LETTERS + Math.max(0, 20 - spread * 2);
}

function fits(word: string, text: string, loose: boolean): number | null {
  const at = text.indexOf(word);
  if (at === 0) return BEGINNING + (word.length === text.length ? 20 : 0);
  if (at > 0) return /[\s:./_-]/.test(text.charAt(at - 1)) ? WORD : PART;
  return loose && word.length > 1 ? scattered(word, text) : null;
}

/** Higher is better; none where a word is not found. `words` are found too, but count for less than the title. */
export function rank(query: string, title: string, words = ""): number | null {
  const typed = query.toLowerCase().split(/\s+/).filter(Boolean);
  const [head, rest] = [title.toLowerCase(), words.toLowerCase()];
  let sum = 0;
  for (const word of typed) {
    const inTitle = fits(word, head, true);
    const inWords = fits(word, rest, false);
    const best = Math.max(inTitle ?? -1, inWords === null ? -1 : Math.min(PART, inWords) - 5);
    if (best < 0) return null;
    sum += best;
  }
  return typed.length === 0 ? 0 : sum / typed.length - Math.min(10, title.length / 10);
}
