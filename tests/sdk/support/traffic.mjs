// Every answer of the API to a test, from Node and from the browser. A 404, 405 or 415 that no test expected is a
// route that an SDK would miss.
import diagnostics from 'node:diagnostics_channel';

const TELLING = new Set([404, 405, 415]);

export class Traffic {
  #origin;
  #answers = [];
  #expected = [];
  #stops = [];

  /** Watches what this process asks the API at `origin`, by node:http (axios) and by fetch. */
  constructor(origin) {
    this.#origin = origin;
    this.#subscribe('http.client.response.finish', ({ request, response }) => {
      const host = `${request.protocol}//${request.getHeader('host')}`;
      this.#record(host, request.method, request.path, response.statusCode);
    });
    this.#subscribe('undici:request:headers', ({ request, response }) => this.#record(String(request.origin), request.method, request.path, response.statusCode));
  }

  #subscribe(channel, listener) {
    diagnostics.subscribe(channel, listener);
    this.#stops.push(() => diagnostics.unsubscribe(channel, listener));
  }

  #record(origin, method, path, status) {
    if (origin === this.#origin) this.#answers.push({ method, path, status });
  }

  /** Watches a browser's context too. */
  watch(context) {
    context.on('response', (response) => {
      const url = new URL(response.url());
      this.#record(url.origin, response.request().method(), url.pathname + url.search, response.status());
    });
  }

  /** Says that this status is the right answer to requests whose path contains `path`. */
  expect(status, path) {
    this.#expected.push({ status, path });
  }

  /** All answers so far to requests whose path begins so. */
  to(prefix) {
    return this.#answers.filter(({ path }) => path.startsWith(prefix));
  }

  /** Stops watching; throws where something unexpected was answered. */
  check() {
    for (const stop of this.#stops) stop();
    if (this.#answers.length === 0) throw new Error('No request was seen: the watch on the traffic does not work');
    const missed = this.#answers.filter(
      (answer) => TELLING.has(answer.status) && !this.#expected.some(({ status, path }) => status === answer.status && answer.path.includes(path)),
    );
    if (missed.length > 0) {
      const lines = missed.map(({ method, path, status }) => `  ${status} ${method} ${path.replace(/token=[^&]+/, 'token=…')}`);
      throw new Error(`Unexpected answers of the API:\n${[...new Set(lines)].join('\n')}`);
    }
  }
}
