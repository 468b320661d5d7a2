// The page's types hold, in its components as well.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('the page is well typed', () => {
  const web = fileURLToPath(new URL('../../web', import.meta.url));
  const check = ['node_modules/svelte-check/bin/svelte-check', '--workspace', web, '--fail-on-warnings', '--output', 'machine'];
  const { status, stdout } = spawnSync(process.execPath, check, { encoding: 'utf8' });
  const ours = stdout.split('\n').filter((line) => / (ERROR|WARNING) /.test(line) && !line.includes('node_modules'));
  assert.deepEqual(ours, []);
  assert.match(stdout, /COMPLETED/, `svelte-check ended with ${status}`);
});
