// The field for who would rather type than talk, against a mock of the server.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { openBrowser, until } from './browser.mjs';
import { streamPage } from './mock_server.mjs';
import { Visit } from './visit.mjs';

describe('a field to type in', () => {
  let browser, visit, field, send;
  before(async () => (browser = await openBrowser()));
  after(() => browser.close());
  afterEach(() => visit?.close());

  async function open(behaviour = {}, call = { textbox: true }) {
    visit = await Visit.open(browser, { config: streamPage([], call), ...behaviour });
    field = visit.page.getByRole('textbox', { name: 'Type a message' });
    send = visit.page.getByRole('button', { name: 'Send' });
  }
  const typed = () => visit.posted('/webrtc/text').map(({ json }) => json.text);
  const lines = () => visit.parts.captions.locator('p').allInnerTexts();
  const isEmpty = () => until(async () => (await field.inputValue()) === '', { what: 'an empty field' });

  test('stands only where the stream has one', async () => {
    await open({}, {});
    assert.equal(await field.count(), 0);
  });

  test('sends on Enter, in the running call, and shows what was sent', async () => {
    await open();
    await visit.call();
    await field.fill('  Is it any good? ');
    await field.press('Enter');
    await isEmpty();
    assert.deepEqual(typed(), ['Is it any good?']);
    assert.equal(visit.posted('/webrtc/text')[0].json.webrtc_id, visit.posted('/webrtc/offer')[0].json.webrtc_id);
    assert.match((await lines()).join(), /You\s*Is it any good\?/);
    assert.deepEqual(await visit.barriers(), []);
  });

  test('begins a call where there is none', async () => {
    await open();
    await field.fill('Hello');
    await send.click();
    await visit.stateIs('Live');
    await isEmpty();
    assert.deepEqual(typed(), ['Hello']);
    assert.match((await lines()).join(), /You\s*Hello/);
  });

  test('sends nothing that is empty', async () => {
    await open();
    await field.fill('   ');
    await field.press('Enter');
    assert.equal(await visit.parts.state.innerText(), 'Ready');
    assert.deepEqual(typed(), []);
  });

  test('keeps what the server did not take, and says why', async () => {
    await open({ text: () => ({ status: 'failed', meta: { error: 'unknown_connection', message: 'It is over.' } }) });
    await visit.call();
    await field.fill('Wait!');
    await field.press('Enter');
    await visit.alert('It is over.');
    assert.equal(await field.inputValue(), 'Wait!');
    assert.deepEqual(await lines(), []);
  });
});
