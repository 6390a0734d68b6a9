// What an SDK throws.
import assert from 'node:assert/strict';

/** That a promise is rejected with the SDK's class for `type`, with this key and these words in its message. */
export async function rejectsWith(promise, type, key, words = '') {
  let error;
  try {
    await promise;
  } catch (caught) {
    error = caught;
  }
  assert.ok(error, `Nothing was thrown; expected ${type}/${key}`);
  assert.equal(error.isMembraneError ?? error.isIntegrationAppError, true, `Not typed by the SDK: ${error.message} ${JSON.stringify(error.response?.data ?? null)}`);
  assert.equal(error.data?.type, type, JSON.stringify(error.data));
  assert.equal(error.data?.key, key, JSON.stringify(error.data));
  assert.ok(error.message.includes(words), error.message);
  return error;
}
