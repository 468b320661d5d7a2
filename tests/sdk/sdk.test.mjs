// The local live server as Google's own SDK sees it: unchanged, once of each major that is in use.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { liveliness } from '../browser/listening.mjs';
import { prompt } from '../browser/speech.mjs';
import { Conversation, colourPicture } from './conversation.mjs';
import { startLiveServer } from './live_server.mjs';

const question = prompt('vm-nobodyavail');

describe('@google/genai', { concurrency: 2 }, () => {
  for (const name of ['genai-2', 'genai-3']) {
    describe(name, { concurrency: 1 }, () => {
      let sdk;
      let server;
      before(async () => {
        sdk = await import(name);
        server = await startLiveServer('--key', 'TESTKEY');
      });
      after(() => server?.stop());

      test('a spoken conversation about a picture, spoken over, and resumed', async () => {
        const talk = await Conversation.begin(sdk, { url: server.url });
        talk.show(colourPicture('red'));
        await talk.say(question);
        const first = await talk.heard(({ complete }) => complete);
        assert.match(first.question, /^ \(you spoke for \d/);
        assert.match(first.words, /\bred\b/i);
        assert.deepEqual(first.kinds, ['audio/pcm;rate=24000']);
        assert.ok(first.sound.length > 24000 * 0.2 * first.words.split(' ').length, 'as long as so many words take');
        assert.ok(liveliness(first.sound) > 0.5, 'a voice');
        assert.ok(first.usage.totalTokenCount > 0);

        await talk.say(question);
        const second = await talk.heard(({ sound }) => sound.length > 0, first.next);
        await talk.say(question);
        const { handle } = await talk.heard(({ interrupted, complete, handle }) => interrupted && complete && handle, second.next);
        talk.close();

        const again = await Conversation.begin(sdk, { url: server.url, config: { sessionResumption: { handle } } });
        again.write('And the colours?');
        const third = await again.heard(({ complete }) => complete);
        assert.notEqual(third.words, '');
        assert.doesNotMatch(third.words, /upload|show me|no picture|nothing/i, 'it remembers the picture');
        again.close();
      });

      test('a function is called, cancelled by a word, and answered the second time', async () => {
        const note = { name: 'note', description: 'Remembers what is seen.', parameters: { type: sdk.Type.OBJECT, properties: { what: { type: sdk.Type.STRING } } } };
        const config = { tools: [{ functionDeclarations: [note] }] };
        const talk = await Conversation.begin(sdk, { url: server.url, model: 'fault-uses-tool', config });
        talk.write('What is this?');
        const first = await talk.heard(({ calls }) => calls.length > 0);
        assert.deepEqual([first.calls[0].name, first.calls[0].args], ['note', { what: 'picture' }]);
        talk.write('No, wait. What is this?');
        const second = await talk.heard(({ calls }) => calls.length > 0, first.next);
        assert.deepEqual(second.cancelled, [first.calls[0].id]);
        assert.equal(second.sound.length, 0, 'it waits for the answer');
        talk.respond(second.calls[0], { output: 'noted' });
        const { words } = await talk.heard(({ complete }) => complete, second.next);
        assert.notEqual(words, '');
        talk.close();
      });

      test('a wrong key closes with a code and words', async () => {
        const talk = await Conversation.begin(sdk, { url: server.url, key: 'almost' });
        assert.equal(talk.begun, false);
        assert.deepEqual(talk.closed, { code: 1007, reason: 'API key not valid. Please pass a valid API key.' });
      });

      test('an unknown handle is refused', async () => {
        const talk = await Conversation.begin(sdk, { url: server.url, config: { sessionResumption: { handle: 'nobody’s' } } });
        assert.equal(talk.begun, false);
        assert.deepEqual(talk.closed, { code: 1008, reason: 'BidiGenerateContent session not found' });
      });

      test('goAway is told before a connection ends', async () => {
        const short = await startLiveServer('--session-seconds', '2');
        try {
          const talk = await Conversation.begin(sdk, { url: short.url });
          const { goAway } = await talk.heard(({ goAway }) => goAway);
          assert.equal(goAway, '1s');
          talk.close();
        } finally {
          await short.stop();
        }
      });
    });
  }
});
