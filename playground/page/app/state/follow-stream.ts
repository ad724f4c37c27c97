import { changeSchema } from '../../wire/stream';
import type { PageStore } from './page-store';

/** Milliseconds; as long as the server tells the browser to wait. */
const retryMs = 500;

/** Keeps the store as the server has it. Each connection begins with a whole snapshot. */
export function followStream(store: PageStore, address: string): void {
  const source = new EventSource(address);
  source.onmessage = ({ data }: MessageEvent<string>) => store.take(changeSchema.parse(JSON.parse(data)));
  source.onerror = () => {
    store.set({ connected: false });
    // The browser connects again by itself, but for a stream that its stop button or an error of HTTP has ended.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => followStream(store, address), retryMs);
  };
}
