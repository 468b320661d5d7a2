// A small internet of network namespaces: a caller, a server and a relay, each on a wire of its own to
// one router, whose rules decide who may talk to whom and what his address looks like. Needs root.
import { execFileSync } from 'node:child_process';

const run = (...words) => execFileSync(words[0], words.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] }).toString();
const subnets = { caller: 1, server: 2, relay: 3 };

/** Why there can be no such network here; null when there can. */
export function whyNot() {
  try {
    run('ip', 'netns', 'add', 'salon-probe');
    run('ip', 'netns', 'exec', 'salon-probe', 'nft', 'list', 'ruleset');
    return null;
  } catch (error) {
    return `no network namespaces here (root, iproute2 and nftables are needed): ${error.message.split('\n')[0]}`;
  } finally {
    try { run('ip', 'netns', 'del', 'salon-probe'); } catch { /* It never came about. */ }
  }
}

export class Network {
  constructor() {
    this.mark = `s${process.pid}`;
    this.router = `${this.mark}-router`;
    run('ip', 'netns', 'add', this.router);
    this.in('router', 'ip', 'link', 'set', 'lo', 'up');
    this.in('router', 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1');
    for (const [name, number] of Object.entries(subnets)) this.#wire(name, number);
    this.rules('');
  }

  #wire(name, number) {
    const inside = this.namespace(name);
    run('ip', 'netns', 'add', inside);
    run('ip', 'link', 'add', `${name}0`, 'netns', this.router, 'type', 'veth', 'peer', 'eth0', 'netns', inside);
    this.in(name, 'ip', 'link', 'set', 'lo', 'up');
    this.#setUp('router', `${name}0`, number, 1);
    this.plug(name);
  }

  #setUp(where, device, number, host) {
    this.in(where, 'ip', 'addr', 'replace', `10.90.${number}.${host}/24`, 'dev', device);
    this.in(where, 'ip', 'link', 'set', device, 'up');
    this.in(where, 'ip', 'addr', 'replace', `fd00:90:${number}::${host}/64`, 'dev', device, 'nodad');
  }

  /** Its link goes down, and with it its routes and its IPv6 addresses, as on any machine. */
  unplug = (name) => this.in(name, 'ip', 'link', 'set', 'eth0', 'down');

  /** Its link comes up, with the same addresses. */
  plug(name) {
    const number = subnets[name];
    this.#setUp(name, 'eth0', number, 2);
    this.in(name, 'ip', 'route', 'add', 'default', 'via', `10.90.${number}.1`);
    this.in(name, 'ip', '-6', 'route', 'add', 'default', 'via', `fd00:90:${number}::1`);
  }

  namespace = (name) => `${this.mark}-${name}`;
  address = (name) => `10.90.${subnets[name]}.2`;
  address6 = (name) => `fd00:90:${subnets[name]}::2`;
  in = (name, ...words) => run('ip', 'netns', 'exec', this.namespace(name), ...words);

  /** Takes the addresses of one family, 4 or 6, from `name`. */
  without(family, name) {
    this.in(name, 'ip', `-${family}`, 'addr', 'flush', 'dev', 'eth0');
  }

  /** The router's rules from now on, as nft reads them; all former ones go at the same moment. */
  rules(text) {
    execFileSync('ip', ['netns', 'exec', this.router, 'nft', '-f', '-'], { input: `flush ruleset\n${text}` });
  }

  end() {
    for (const name of [...Object.keys(subnets), 'router']) {
      try { run('ip', 'netns', 'del', this.namespace(name)); } catch { /* Not made. */ }
    }
  }
}

/** Rules that drop what the lines say; everything else passes. */
export const dropping = (...lines) => `table inet salon {
  chain forward { type filter hook forward priority 0; ${lines.map((line) => `${line} drop;`).join(' ')} }
}`;

/** Rules by which the caller's datagrams come from the `host`th address of his subnet. */
export function seenAs(family, host) {
  const ip = family === 4 ? 'ip' : 'ip6';
  const [real, seen] = [2, host].map((number) => (family === 4 ? `10.90.1.${number}` : `fd00:90:1::${number}`));
  return `table ${ip} change {
    chain out { type filter hook postrouting priority 0; ${ip} saddr ${real} meta l4proto udp ${ip} saddr set ${seen}; }
    chain in { type filter hook prerouting priority -400; ${ip} daddr ${seen} meta l4proto udp ${ip} daddr set ${real}; }
  }`;
}
