// The values of the page's parts: what is shown, what the caller put in, and what the server knows of
// it. Nothing here is ever stored: keys live as long as the page.
import { SvelteMap } from 'svelte/reactivity';
import type { Call } from '../call/call.svelte';
import { Refusal, sendEvent, sendPicture, sendValues } from '../call/door';
import type { Notices } from './notices.svelte';
import { within, type AnyPart, type Config, type Happening, type PageEvent, type Root } from './tree';

const typing_rests = 400; // ms; a key is sent when the typing rests
const slider_every = 100;

type Values = Record<number, unknown>;

export class Board {
  readonly values = new SvelteMap<number, unknown>();
  readonly calls = new Set<Call>();
  readonly title: string;
  readonly root: Root;
  private readonly parts: Map<number, AnyPart>;
  private readonly events: PageEvent[];
  private readonly pictures = new Map<number, Blob>(); // behind the blob: URLs among the values
  private readonly told = new Map<number, unknown>(); // what the server knows
  private readonly timers = new Map<number, number>();
  private readonly again = new Set<PageEvent>(); // happened anew while under way
  private running = $state.raw<PageEvent[]>([]);
  private queue: Promise<unknown> = Promise.resolve(); // one request with values at a time

  constructor(config: Config, readonly notices: Notices) {
    this.title = config.title;
    this.root = config.root;
    this.events = config.events;
    this.parts = new Map(within(config.root).map((part) => [part.id, part]));
    for (const part of this.parts.values()) if ('value' in part) this.learn(part.id, part.value);
    this.happened(this.root.id, 'load');
  }

  /** The caller changed a part. */
  put(id: number, value: unknown): void {
    if (this.values.get(id) === value) return;
    this.values.set(id, value);
    const typed = this.parts.get(id)?.type === 'textbox';
    if (this.timers.has(id) && !typed) return;
    clearTimeout(this.timers.get(id));
    this.timers.set(id, window.setTimeout(() => this.changed(id), typed ? typing_rests : slider_every));
  }

  putPicture(id: number, picture: Blob | null): void {
    const former = this.values.get(id);
    if (this.pictures.delete(id)) URL.revokeObjectURL(String(former));
    if (picture) this.pictures.set(id, picture);
    this.put(id, picture && URL.createObjectURL(picture));
  }

  /** The server changed parts. */
  adopt(outputs: Values): void {
    for (const [key, value] of Object.entries(outputs)) {
      const id = Number(key);
      const part = this.parts.get(id);
      if (!part || !('value' in part)) continue;
      if (this.pictures.delete(id)) URL.revokeObjectURL(String(this.values.get(id)));
      const former = this.values.get(id);
      this.learn(id, value);
      if (former !== value) this.happened(id, 'change');
    }
  }

  /** Something came to pass at a part: the server's functions for it run in their order. */
  async happened(target: number, happening: Happening): Promise<void> {
    if (happening === 'click') this.trigger(target);
    if (happening === 'submit') await this.tellCalls(target, 'submit');
    for (const event of this.events) {
      if (event.target === target && event.event === happening) await this.run(event);
    }
  }

  /** Everything that differs from the page's description, whatever was told before. */
  async tellAll(): Promise<void> {
    const changed = [...this.parts.values()].filter((part) => 'value' in part && part.value !== this.values.get(part.id));
    await this.tell(changed.map(({ id }) => id), true);
  }

  /** A function of this part's is under way. */
  busy(id: number): boolean {
    return this.running.some(({ target }) => target === id);
  }

  /** Classes of a part's outermost element: "pending" while a function works on its value. */
  classes(part: AnyPart): string[] {
    return this.running.some(({ outputs }) => outputs.includes(part.id)) ? ['pending'] : [];
  }

  private learn(id: number, value: unknown): void {
    this.values.set(id, value);
    this.told.set(id, value);
  }

  private trigger(button: number): void {
    for (const call of this.calls) if (call.part.trigger === button) call.start();
  }

  private async changed(id: number): Promise<void> {
    this.timers.delete(id);
    await this.tellCalls(id, 'change');
    await this.happened(id, 'change');
  }

  /** A call may hear texts only once they are submitted; other parts have no Enter. */
  private async tellCalls(id: number, on: 'change' | 'submit'): Promise<void> {
    const typed = this.parts.get(id)?.type === 'textbox';
    const waits = (call: Call) => typed && on === 'change' && call.part.send_input_on === 'submit';
    if (![...this.calls].some((call) => call.hears(id) && !waits(call))) return;
    await this.tell([id]).catch((error) => this.complain(error));
  }

  /** One at a time; what happens anew meanwhile is done once more, with the newest values. */
  private async run(event: PageEvent): Promise<void> {
    if (this.running.includes(event)) return void this.again.add(event);
    this.running = [...this.running, event];
    try {
      do {
        this.again.delete(event);
        this.adopt(await this.ask(event));
      } while (this.again.has(event));
    } catch (error) {
      this.complain(error);
    } finally {
      this.again.delete(event);
      this.running = this.running.filter((other) => other !== event);
    }
  }

  /** Inputs go along with every event, so that a server that was restarted is told as well. */
  private async ask({ id, inputs }: PageEvent): Promise<Values> {
    await this.inTurn(() => this.sendPictures(inputs.filter((input) => this.news(input))));
    return sendEvent(id, this.valuesOf(inputs));
  }

  /** Tells the server the newest values of `ids`; those it knows only if `again`. */
  private async tell(ids: number[], again = false): Promise<void> {
    await this.inTurn(async () => {
      const due = ids.filter((id) => again || this.news(id));
      const values = this.valuesOf(due);
      if (Object.keys(values).length) await sendValues(values);
      for (const [id, value] of Object.entries(values)) this.told.set(Number(id), value);
      await this.sendPictures(due);
    });
  }

  private async sendPictures(ids: number[]): Promise<void> {
    for (const id of ids) {
      const picture = this.pictures.get(id);
      const value = this.values.get(id);
      if (!picture) continue;
      await sendPicture(id, picture);
      this.told.set(id, value);
    }
  }

  /** Pictures go another way, and what only the server sets it knows. */
  private valuesOf(ids: number[]): Values {
    const told = ids.filter((id) => {
      const type = this.parts.get(id)?.type;
      return type === 'textbox' || type === 'slider' || (type === 'image' && this.values.get(id) === null);
    });
    return Object.fromEntries(told.map((id) => [id, this.values.get(id)]));
  }

  private news(id: number): boolean {
    return this.told.get(id) !== this.values.get(id);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.queue.then(work, work);
    this.queue = done.catch(() => {});
    return done;
  }

  private complain(error: unknown): void {
    this.notices.error(error instanceof Refusal ? error.message : `Something went wrong in the page (${error}). Reload it.`);
  }
}
