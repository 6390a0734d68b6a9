// The SDK's own zod schemas, as judges of what the API answers.
import assert from 'node:assert/strict';

import * as sdk from '@membranehq/sdk';

const { createPaginationResponseSchema } = sdk;

/** That the schema of this name (as the SDK exports it) takes the value; gives the value. */
export function accepted(name, value) {
  judge(sdk[name], name, value);
  return value;
}

/** The same for a page of such items. */
export function acceptedPage(name, page) {
  judge(createPaginationResponseSchema(sdk[name]), `page of ${name}`, page);
  return page;
}

/** The same for each item of an array. */
export function acceptedEach(name, values) {
  assert.ok(Array.isArray(values), `Not an array: ${JSON.stringify(values)}`);
  return values.map((value) => accepted(name, value));
}

function judge(schema, name, value) {
  const { success, error } = schema.safeParse(value);
  assert.ok(success, `${name} refuses ${JSON.stringify(value)}: ${JSON.stringify(error?.issues)}`);
}
