// Firefox in the namespace this program was started in. It is driven from inside, since WebDriver
// BiDi listens on the loopback there.
//   in   the page's address; then lines of JSON, each a program for the page
//   out  a line of JSON for each: { value } or { error }
import { createInterface } from 'node:readline';
import { openFirefox, speakThrough } from '../browser/firefox.mjs';

const browser = await openFirefox({
  'media.devices.insecure.enabled': true,
  'media.getusermedia.insecure.enabled': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
});
const page = await browser.newPage();
await page.evaluateOnNewDocument(speakThrough, '');
await page.goto(process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  const outcome = await page.evaluate(JSON.parse(line)).then((value) => ({ value }), ({ message }) => ({ error: message }));
  console.log(JSON.stringify(outcome));
}
await browser.close();
