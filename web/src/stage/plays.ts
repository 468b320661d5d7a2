// Svelte action: a media element plays one track, alone, so that sound never waits for a picture.
export function plays(node: HTMLMediaElement, track: MediaStreamTrack) {
  const show = (shown: MediaStreamTrack) => {
    node.srcObject = new MediaStream([shown]);
    node.play().catch(() => {}); // removed before it could begin
  };
  show(track);
  return { update: show, destroy: () => (node.srcObject = null) };
}
