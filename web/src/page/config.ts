// What the server says about its page: GET config. Everything shown follows from this.

export interface MarkdownPart {
  id: number;
  type: 'markdown';
  value: string;
}
export interface ImagePart {
  id: number;
  type: 'image';
  label: string;
  value: string | null;
  sources: ('upload' | 'clipboard')[];
}
export interface TextboxPart {
  id: number;
  type: 'textbox';
  label: string;
  kind?: 'text' | 'password';
  value?: string;
  placeholder?: string;
  info?: string;
  lines?: number;
}
export type Part = MarkdownPart | ImagePart | TextboxPart;

export interface Config {
  title: string;
  time_limit: number | null;
  icon: string | null;
  pulse_color: string;
  icon_button_color: string;
  rtc_configuration: RTCConfiguration | null;
  track_constraints: MediaStreamConstraints | null;
  components: Part[];
}

export const emptyConfig: Config = {
  title: '',
  time_limit: null,
  icon: null,
  pulse_color: 'white',
  icon_button_color: 'white',
  rtc_configuration: null,
  track_constraints: null,
  components: [],
};

export async function fetchConfig(): Promise<Config> {
  const response = await fetch('config');
  if (!response.ok) throw new Error(`config: ${response.status}`);
  return { ...emptyConfig, ...(await response.json()) };
}
