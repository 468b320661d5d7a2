// The time that is left, counted down between the server's words about it.
export class Countdown {
  left = $state<number | null>(null);
  total = $state(0);
  private end = 0;
  private timer = 0;

  start(seconds: number): void {
    this.total = Math.max(this.total, seconds);
    this.end = performance.now() + seconds * 1000;
    this.tick();
    clearInterval(this.timer);
    this.timer = window.setInterval(() => this.tick(), 250);
  }

  stop(): void {
    clearInterval(this.timer);
    this.left = null;
    this.total = 0;
  }

  private tick(): void {
    this.left = Math.max(0, (this.end - performance.now()) / 1000);
  }
}

/** 75 → "1:15" */
export function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
