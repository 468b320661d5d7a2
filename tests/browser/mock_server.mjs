// Stands in for Salon where a test needs only the page: serves its files and /config, takes inputs
// and pictures, and refuses or answers offers as the test says. Speaks no WebRTC.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css',
  '.svg': 'image/svg+xml', '.jpg': 'image/jpeg', '.woff2': 'font/woff2',
};

export const config = {
  title: 'Gemini Audio Video Chat',
  mode: 'send-receive',
  modality: 'audio-video',
  time_limit: 90,
  icon: null,
  pulse_color: 'white',
  icon_button_color: 'white',
  rtc_configuration: null,
  track_constraints: null,
  components: [
    {
      id: 1,
      type: 'markdown',
      value:
        '# 🎨 Art Critic\n\nProvide an image of your artwork or hold it up to the webcam, and the critic will say what it thinks.\n\n' +
        '* A Gemini key comes from [AI Studio](https://aistudio.google.com/apikey).\n' +
        '* An HF token comes from [Hugging Face](https://huggingface.co/settings/tokens).',
    },
    { id: 2, type: 'image', label: 'Artwork', value: 'picture.jpg', sources: ['upload', 'clipboard'] },
    { id: 3, type: 'textbox', label: 'Gemini API Key', kind: 'password', value: '', placeholder: 'Empty: the offline critic answers' },
    { id: 4, type: 'textbox', label: 'HF Token', kind: 'password', value: '', placeholder: 'Only where a relay needs it' },
  ],
};

/**
 * @param page the folder of the built page
 * @param behaviour {config, offer, upload, input}: answers of the routes; functions of the request
 * @returns {url, requests, close}: requests holds every POST as {path, query, type, json, size}
 */
export async function startMock({ page, picture, ...behaviour }) {
  const requests = [];
  const answers = {
    '/webrtc/offer': behaviour.offer ?? (() => ({ status: 'success' })),
    '/webrtc/close': () => ({ status: 'success' }),
    '/input': behaviour.input ?? (() => ({ status: 'success' })),
    '/upload': behaviour.upload ?? (() => ({ url: '/assets/yours.jpg' })),
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://mock');
    if (request.method === 'GET') return give(pathname, response);
    const taken = await take(request, pathname, searchParams);
    requests.push(taken);
    const answer = await answers[pathname]?.(taken);
    response.writeHead(answer?.http ?? (answer ? 200 : 404), { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer ?? { detail: 'Not Found' }));
  });

  function give(path, response) {
    if (path === '/config') return json(response, { ...config, ...behaviour.config });
    const inside = normalize(path === '/' ? '/index.html' : path);
    const file = inside === '/picture.jpg' ? picture : join(page, inside);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  }

  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://localhost:${server.address().port}/`,
    requests,
    close: () => (server.closeAllConnections(), new Promise((done) => server.close(done))),
  };
}

function json(response, value) {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

async function take(request, path, query) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces);
  const type = request.headers['content-type'] ?? '';
  const json = type.startsWith('application/json') ? JSON.parse(body) : undefined;
  return { path, query: Object.fromEntries(query), type, json, size: body.length };
}
