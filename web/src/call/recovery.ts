// Finds a lost call a new path: offers again under the same id, until the connection stands or the
// time for it is over. A laptop that changed its network, or was without one, keeps its call.
//   in   what the connection says of itself, and the browser of the network
//   out  restart() asked for; lost() when it was in vain
import { Unreachable } from './door';

const may_heal = 2000; // ms in which a short gap mends itself
const again_after = 1000; // between offers that did not reach the server
const patience = 8000; // an offered path may take so long before another one is tried
const within = 25_000; // the server gives a silent caller up after 30 s, and a gap is noticed late

interface Hooks {
  restart(): Promise<void>;
  lost(sentence: string): void;
}

const forgotten = 'The connection was lost, and the server has ended the call. Press Start for a new one.';
const nothing = 'The connection was lost. Check your network (a VPN or firewall may block it), then press Start.';

export class Recovery {
  private until = 0; // no recovery is under way: 0
  private timer = 0;
  private offering = false; // one offer is on its way at a time

  constructor(private readonly hooks: Hooks) {
    window.addEventListener('online', this.hurry);
  }

  /** The connection is gone, perhaps for a moment only. */
  begin(): void {
    if (this.until) return;
    this.until = performance.now() + within;
    this.next(may_heal);
  }

  /** It is known to be gone, or a network has come back: no need to wait. */
  readonly hurry = (): void => {
    if (this.until) this.next(0);
  };

  /** The connection stands. */
  end(): void {
    this.until = 0;
    clearTimeout(this.timer);
  }

  close(): void {
    this.end();
    window.removeEventListener('online', this.hurry);
  }

  private next(wait: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.attempt(), wait);
  }

  private async attempt(): Promise<void> {
    const { until } = this;
    if (performance.now() > until) return this.hooks.lost(nothing);
    if (this.offering) return this.next(again_after);
    this.offering = true;
    try {
      await this.hooks.restart();
      if (this.until === until) this.next(patience);
    } catch (error) {
      if (this.until !== until) return;
      if (error instanceof Unreachable) this.next(again_after);
      else this.hooks.lost(forgotten);
    } finally {
      this.offering = false;
    }
  }
}
