// What an HTTP Archive 1.2 must have, by its specification (http://www.softwareishard.com/blog/har-12-spec/).
import assert from 'node:assert/strict';

const text = (value, what) => assert.equal(typeof value, 'string', what);
const number = (value, what) => assert.ok(Number.isFinite(value), what);
const list = (value, what) => assert.ok(Array.isArray(value), what);

/** Fails where a field that the specification demands is missing or of the wrong kind. */
export function assertHar({ log }) {
  assert.equal(log.version, '1.2');
  text(log.creator.name, 'creator.name');
  text(log.creator.version, 'creator.version');
  list(log.entries, 'entries');
  for (const { startedDateTime, time, request, response, cache, timings } of log.entries) {
    assert.ok(!Number.isNaN(Date.parse(startedDateTime)) && /T.*(Z|[+-]\d\d:\d\d)$/.test(startedDateTime), startedDateTime);
    for (const field of ['method', 'url', 'httpVersion']) text(request[field], `request.${field}`);
    assert.ok(URL.canParse(request.url), request.url);
    for (const field of ['cookies', 'headers', 'queryString']) list(request[field], `request.${field}`);
    for (const field of ['headersSize', 'bodySize']) number(request[field], `request.${field}`);
    for (const pair of request.queryString) assert.deepEqual(Object.keys(pair).sort(), ['name', 'value']);
    for (const field of ['statusText', 'httpVersion', 'redirectURL']) text(response[field], `response.${field}`);
    for (const field of ['status', 'headersSize', 'bodySize']) number(response[field], `response.${field}`);
    for (const field of ['cookies', 'headers']) list(response[field], `response.${field}`);
    number(response.content.size, 'content.size');
    text(response.content.mimeType, 'content.mimeType');
    assert.equal(typeof cache, 'object');
    // The parts add up to the whole; -1 stands for one that does not apply.
    for (const field of ['send', 'wait', 'receive']) number(timings[field], `timings.${field}`);
    assert.equal(time, [timings.send, timings.wait, timings.receive].filter((part) => part >= 0).reduce((sum, part) => sum + part, 0));
  }
}
