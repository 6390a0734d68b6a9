// Every key that the shortcut sheet lists is taken by something on that screen, and one that it does not list is left alone.
import { test } from 'node:test';

import { morning } from './support/screens.mjs';
import { everyKey } from './support/shortcuts.mjs';
import { stage } from './support/stage.mjs';

const here = stage({ prepare: async (stage) => Object.assign(stage, await morning(stage.engine)) });

test('the list of connections', () => everyKey(here, '#/connections', 'connection-row'));
test('the console of a connection', () => everyKey(here, `#/connection/${here.acme}/calls`, 'call-send'));
test('the sandbox', () => everyKey(here, '#/sandbox', 'sandbox-grant'));
test('the log, and what is the same everywhere', () => everyKey(here, '#/calls', 'call-row', { own: false }));
