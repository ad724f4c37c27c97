import { changeSchema } from '../../wire/stream';
import type { PageStore } from './page-store';

/** Keeps the store as the server has it. The browser connects again by itself, and then begins with a whole snapshot. */
export function followStream(store: PageStore, address: string): void {
  const source = new EventSource(address);
  source.onmessage = ({ data }: MessageEvent<string>) => store.take(changeSchema.parse(JSON.parse(data)));
  source.onerror = () => store.set({ connected: false });
}
