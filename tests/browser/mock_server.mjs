// Stands in for Salon where a test needs only the page: serves its files and /config, takes inputs
// and pictures, and refuses or answers offers as the test says. Speaks no WebRTC.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css',
  '.svg': 'image/svg+xml', '.jpg': 'image/jpeg', '.woff2': 'font/woff2',
};

const common = { elem_id: null, scale: null, min_width: null };
const own = {
  blocks: {},
  sidebar: { position: 'left' },
  image: { label: null, value: null, sources: ['upload', 'clipboard'], interactive: true, height: null },
  textbox: { label: null, kind: 'text', value: '', placeholder: null, info: null, lines: 1, interactive: true },
  slider: { label: null, info: null, minimum: 0, maximum: 1, step: 0.05, value: 0.5, interactive: true },
  button: { value: 'Run', variant: 'secondary', interactive: true },
  label: { label: null, value: null },
  json: { label: null, value: null },
  chatbot: { label: null, value: [], height: null },
  webrtc: {
    label: null, mode: 'send-receive', modality: 'audio-video', icon: null, icon_button_color: 'white',
    pulse_color: 'white', icon_radius: 50, button_labels: { start: null, stop: null, waiting: null },
    track_constraints: null, rtp_params: null, time_limit: null, textbox: false, full_screen: false, height: null, width: null,
    inputs: [], send_input_on: 'change', trigger: null, fetches_rtc_configuration: false,
  },
};

/** A part as the server describes it, what is not said being as the server has it. */
export const part = (type, id, props = {}, children) =>
  ({ id, type, ...common, ...own[type], ...props, ...(children && { children }) });

const art_critic = part('markdown', 2, {
  value:
    '# 🎨 Art Critic\n\nProvide an image of your artwork or hold it up to the webcam, and the critic will say what it thinks.\n\n' +
    '* A Gemini key comes from [AI Studio](https://aistudio.google.com/apikey).\n' +
    '* An HF token comes from [Hugging Face](https://huggingface.co/settings/tokens).',
});

/** The page of a Stream: a sidebar of inputs, and one call that fills the window. */
export const streamPage = (inputs, call = {}) => ({
  title: 'Gemini Audio Video Chat', css: null, theme: null, events: [],
  root: part('blocks', 1, {}, [
    ...(inputs.length ? [part('sidebar', 90, {}, inputs)] : []),
    part('webrtc', 91, { full_screen: true, time_limit: 90, inputs: [3, 4, 5], ...call }),
  ]),
});

/** A page composed by hand. */
export const composedPage = (children, rest = {}) =>
  ({ title: 'Composed', css: null, theme: null, events: [], root: part('blocks', 1, {}, children), ...rest });

export const artCritic = streamPage([
  art_critic,
  part('image', 3, { label: 'Artwork', value: 'picture.jpg' }),
  part('textbox', 4, { label: 'Gemini API Key', kind: 'password', placeholder: 'Empty: the offline critic answers' }),
  part('textbox', 5, { label: 'HF Token', kind: 'password', placeholder: 'Only where a relay needs it' }),
]);

/**
 * @param page the folder of the built page
 * @param behaviour {config, offer, text, upload, input, event, turn}: answers of the routes; functions of the request
 * @returns {url, requests, close}: requests holds every POST as {path, query, type, session, json, size}
 */
export async function startMock({ page, picture, ...behaviour }) {
  const requests = [];
  const answers = {
    '/webrtc/offer': behaviour.offer ?? (() => ({ status: 'success' })),
    '/webrtc/close': () => ({ status: 'success' }),
    '/webrtc/text': behaviour.text ?? (() => ({ status: 'success' })),
    '/input': behaviour.input ?? (() => ({ status: 'success' })),
    '/upload': behaviour.upload ?? (() => ({ status: 'success' })),
    '/event': behaviour.event ?? (() => ({ outputs: {} })),
    '/webrtc/turn': behaviour.turn ?? (() => ({ rtc_configuration: null })),
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
    if (path === '/config') return json(response, behaviour.config ?? artCritic);
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
  const session = json?.session ?? request.headers['x-salon-session'];
  return { path, query: Object.fromEntries(query), type, session, json, size: body.length };
}
