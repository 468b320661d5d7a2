// A server that is restarted while somebody has its page open: nobody is left with a page that hangs.
// SALON_BUILD names the build whose art critic is started.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Caller, health } from './caller.mjs';
import { startSalon } from './salon.mjs';

const build = process.env.SALON_BUILD;

describe('a server that comes back', { skip: build ? false : 'no SALON_BUILD' }, () => {
  let salon;
  let caller;
  /** The same again, on the same port, that knows nothing of before. */
  const comeBack = async () => (salon = await startSalon(build, { port: salon.port }));
  const alert = (text) => caller.page.getByRole('alert').getByText(text).waitFor();
  const ended = () => caller.until(async () => (await caller.state()) === 'Ended', { within: 20_000, what: 'the end' });
  before(async () => {
    salon = await startSalon(build);
    caller = await Caller.arrive({ url: salon.url });
  });
  after(async () => {
    await caller?.leave();
    await salon?.stop();
  });

  test('takes a call from a page that it never gave out', async () => {
    await salon.crash();
    await comeBack();
    await caller.start();
    assert.equal((await health(salon.url)).sessions.active, 1);
  });

  test('ends a call by its crash, in words, and takes the next', { timeout: 60_000 }, async () => {
    await salon.crash();
    await comeBack();
    await ended();
    await alert('The connection was lost, and the server has ended the call. Press Start for a new one.');
    await caller.start();
  });

  test('says goodbye where it may, and the page says that it is away', async () => {
    await salon.stop();
    await alert('The server is closing. Try again in a minute.');
    await ended();
    await caller.parts.start.click();
    await alert('The server cannot be reached. See that it is running, then press Start.');
    await comeBack();
    await caller.start();
    assert.deepEqual(caller.faults, []);
  });
});
