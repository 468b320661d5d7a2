// What the server says about its page: GET config. Everything shown follows from this.
import type { TrackConstraints } from '../call/devices';
import type { Kind, Mode } from '../call/line';

interface Common {
  id: number;
  elem_id: string | null;
  scale: number | null;
  min_width: number | null;
}
interface Labelled extends Common {
  label: string | null;
}
interface Input extends Labelled {
  interactive: boolean;
}

export interface LayoutPart extends Common {
  type: 'row' | 'column' | 'group';
  children: AnyPart[];
}
export interface SidebarPart extends Common {
  type: 'sidebar';
  position: 'left' | 'right';
  children: AnyPart[];
}
export interface Root extends Common {
  type: 'blocks';
  children: AnyPart[];
}
export interface MarkdownPart extends Common {
  type: 'markdown';
  value: string;
}
export interface HtmlPart extends Common {
  type: 'html';
  value: string;
}
export interface ImagePart extends Input {
  type: 'image';
  value: string | null;
  sources: ImageSource[];
  height: number | null;
}
export type ImageSource = 'upload' | 'clipboard' | 'webcam';
export interface TextboxPart extends Input {
  type: 'textbox';
  kind: 'text' | 'password';
  value: string;
  placeholder: string | null;
  info: string | null;
  lines: number;
}
export interface SliderPart extends Input {
  type: 'slider';
  value: number;
  minimum: number;
  maximum: number;
  step: number;
  info: string | null;
}
export interface ButtonPart extends Common {
  type: 'button';
  value: string;
  variant: 'primary' | 'secondary' | 'stop';
  interactive: boolean;
}
export interface LabelValue {
  label: string;
  confidences?: { label: string; confidence: number }[];
}
export interface LabelPart extends Labelled {
  type: 'label';
  value: LabelValue | null;
}
export interface JsonPart extends Labelled {
  type: 'json';
  value: unknown;
}
export interface ChatMessage {
  role: 'user' | 'assistant';
  content: string;
}
export interface ChatbotPart extends Labelled {
  type: 'chatbot';
  value: ChatMessage[];
  height: number | null;
}
export interface WebRtcPart extends Labelled {
  type: 'webrtc';
  mode: Mode;
  modality: Kind | 'audio-video';
  icon: string | null;
  icon_radius: number | null; // percent
  pulse_color: string | null;
  icon_button_color: string | null;
  button_labels: { start: string | null; stop: string | null; waiting: string | null };
  track_constraints: TrackConstraints;
  rtp_params: Partial<RTCRtpSendParameters> | null;
  time_limit: number | null; // seconds
  textbox: boolean; // a field for who would rather type
  full_screen: boolean;
  height: number | null;
  width: number | null;
  inputs: number[]; // the parts whose values this call hears
  send_input_on: 'change' | 'submit'; // when it hears a text: as it is typed, or with Enter
  trigger: number | null; // the button that starts it
  fetches_rtc_configuration: boolean;
}
export type ValuePart =
  | MarkdownPart | HtmlPart | ImagePart | TextboxPart | SliderPart | ButtonPart | LabelPart | JsonPart | ChatbotPart;
export type AnyPart = LayoutPart | SidebarPart | ValuePart | WebRtcPart;

/** A function on the server, and what sets it off. */
export interface PageEvent {
  id: number;
  target: number;
  event: Happening;
  inputs: number[];
  outputs: number[];
}
export type Happening = 'click' | 'change' | 'submit' | 'load';

export interface Config {
  title: string;
  css: string | null;
  theme: { light: Record<string, string>; dark: Record<string, string> } | null;
  root: Root;
  events: PageEvent[];
}

/** A part and all that stands in it. */
export function within(part: AnyPart | Root): AnyPart[] {
  const children = 'children' in part ? part.children : [];
  return children.flatMap((child) => [child, ...within(child)]);
}
