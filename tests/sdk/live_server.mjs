// Starts the local live server of a build on a free port, and ends it again.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

const build = resolve(process.env.SALON_BUILD ?? join(import.meta.dirname, '../../build/dev'));
const patience = 15_000; // ms, to load what it hears and sees with

/** @returns {url: what the SDK takes for baseUrl, stop()} */
export async function startLiveServer(...flags) {
  const program = spawn(join(build, 'apps/live_server'), ['--port', '0', '--seed', '1', ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((done) => program.once('close', done));
  const stop = () => {
    program.kill('SIGTERM');
    return ended;
  };
  let said = '';
  const url = await new Promise((found, failed) => {
    const giveUp = (why) => failed(new Error(`the live server did not start: ${why}\n${said}`));
    const alarm = setTimeout(giveUp, patience, 'no address in time');
    program.once('error', (error) => giveUp(error.message));
    program.once('exit', (code, signal) => giveUp(`it ended (${signal ?? code})`));
    for (const stream of [program.stdout, program.stderr]) {
      stream.on('data', (text) => {
        said += text;
        const address = /listens on ws:\/\/(\S+)/.exec(said);
        if (!address) return;
        clearTimeout(alarm);
        found(`http://${address[1]}`);
      });
    }
  }).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url, stop };
}
