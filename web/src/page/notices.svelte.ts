// Errors and warnings, as toasts. A sentence that stands there already is not said again.
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

  warn(text: string): void {
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
    const standing = this.list.find((notice) => notice.text === text && (notice.kind === kind || notice.kind === 'error'));
    if (standing) return kind === standing.kind ? standing.key : -1;
    const key = this.next++;
    const others = this.list.filter((notice) => notice.text !== text); // a warning becomes an error
    this.list = [...others, { key, kind, text }].slice(-shown_max);
    return key;
  }
}
