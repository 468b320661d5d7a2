// Starts a program of a build on free ports, with the offline critic, and ends it again.
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { until } from './browser.mjs';

export const artCritic = 'apps/art_critic';
export const ownPage = 'examples/03_own_page';
export const ownHtml = 'examples/07_own_html';
export const everyPart = 'examples/04_every_part';
export const objectDetection = 'examples/02_object_detection';

/** What a program says that does not start: {status, said}. */
export function refusalOf(build, { program = artCritic, flags = [], environment = {} } = {}) {
  const { status, stdout, stderr } = spawnSync(join(build, program), flags, {
    env: { ...process.env, ...environment }, timeout: 10_000,
  });
  return { status, said: `${stdout}${stderr}` };
}

/** @returns {url, port, log(): what it has printed, stop(), crash()} */
export async function startSalon(build, { program: path = artCritic, flags = [], environment = {}, port } = {}) {
  port ??= await freePort();
  const program = spawn(join(build, path), ['--port', String(port), ...flags], {
    env: { ...process.env, GEMINI_API_KEY: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (text) => (said += text));
  let fault;
  program.on('error', (error) => (fault = error.message));
  program.on('exit', (code, signal) => (fault ??= `it ended (${signal ?? code})`));
  const url = `http://localhost:${port}/`;
  await until(async () => {
    if (fault) throw new Error(`${path} did not start: ${fault}\n${said}`);
    return fetch(`${url}healthz`).then(({ ok }) => ok, () => false);
  }, { within: 15_000, what: 'healthz' });
  return { url, port, log: () => said, stop: () => stop(program, 'SIGTERM'), crash: () => stop(program, 'SIGKILL') };
}

async function stop(program, signal) {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const ended = new Promise((done) => program.once('exit', done));
  program.kill(signal);
  const patience = setTimeout(() => program.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(patience);
}

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}
