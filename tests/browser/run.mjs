// See run.sh.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { startSalon } from './salon.mjs';

const [build, ...named] = process.argv.slice(2);
const tests = named.length ? named : readdirSync('.').filter((name) => name.endsWith('.test.mjs'));
const salon = await startSalon(build);
const flags = ['--test', '--test-concurrency=1', '--test-reporter=spec', ...tests];
const runner = spawn(process.execPath, flags, { stdio: 'inherit', env: { ...process.env, SALON_URL: salon.url, SALON_BUILD: build } });
const code = await new Promise((done) => runner.on('exit', done));
await salon.stop();
if (code !== 0) console.error(`\nThe art critic's last words:\n${salon.log().split('\n').slice(-40).join('\n')}`);
process.exit(code ?? 1);
