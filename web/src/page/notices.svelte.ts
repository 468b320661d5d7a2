// Errors and warnings, as toasts. The same sentence is never shown twice at once.
const shown_max = 4; // the oldest goes
const warning_stays = 10_000; // ms; errors stay until dismissed or the next start

export interface Notice {
  key: number;
  kind: 'error' | 'warning';
  text: string;
}

export class Notices {
  list = $state<Notice[]>([]);
  private next = 0;

  error(text: string): void {
    this.add('error', text);
  }

  /** What is shown as an error already is not said again. */
  warn(text: string): void {
    if (this.list.some((notice) => notice.kind === 'error' && notice.text === text)) return;
    const key = this.add('warning', text);
    setTimeout(() => this.dismiss(key), warning_stays);
  }

  dismiss(key: number): void {
    this.list = this.list.filter((notice) => notice.key !== key);
  }

  clear(): void {
    this.list = [];
  }

  private add(kind: Notice['kind'], text: string): number {
    const key = this.next++;
    const others = this.list.filter((notice) => notice.text !== text);
    this.list = [...others, { key, kind, text }].slice(-shown_max);
    return key;
  }
}
