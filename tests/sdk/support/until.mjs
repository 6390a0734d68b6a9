// Waiting for something that comes to be true by itself.

/** Asks until the answer is truthy; gives it. Fails after `seconds` with the last answer. */
export async function until(ask, seconds = 10) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Still not so after ${seconds} s: ${ask}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}
