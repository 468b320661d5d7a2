// See run.sh.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { startSalon } from './salon.mjs';

const [build, ...named] = process.argv.slice(2);
const tests = named.length ? named : readdirSync('.').filter((name) => name.endsWith('.test.mjs'));
// They meet the art critic that runs for them all, one after the other; the rest start what they need.
const guests = ['call.test.mjs', 'firefox.test.mjs', 'sees.test.mjs'];
const isGuest = (name) => guests.includes(name);
const waiting = [tests.filter(isGuest), ...tests.filter((name) => !isGuest(name)).map((name) => [name])].filter(({ length }) => length);

const salon = await startSalon(build);
const failed = [];
await Promise.all([work(), work()]); // as many at a time as a small machine has cores
await salon.stop();
if (failed.some(isGuest)) console.error(`\nThe art critic's last words:\n${salon.log().split('\n').slice(-40).join('\n')}`);
console.log(failed.length ? `\nFailed: ${failed.join(', ')}` : `\nAll ${tests.length} files passed.`);
process.exit(failed.length ? 1 : 0);

async function work() {
  for (let files; (files = waiting.shift()); ) if (await run(files)) failed.push(...files);
}

/** Runs tests one after the other. @returns 0 if all is well */
async function run(files) {
  const flags = ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files];
  const runner = spawn(process.execPath, flags, { stdio: 'inherit', env: { ...process.env, SALON_URL: salon.url, SALON_BUILD: build } });
  return (await new Promise((done) => runner.on('exit', done))) ?? 1;
}
