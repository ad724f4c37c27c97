import { useState } from 'preact/hooks';
import { send } from '../state/send';

/** Does something to the world outside through the page's server; keeps the sentence that says why it was not done, and resolves with whether it was. */
export function useDeed(): {
  readonly failure: string;
  readonly act: (path: string, body: unknown) => Promise<boolean>;
} {
  const [failure, setFailure] = useState('');
  async function act(path: string, body: unknown): Promise<boolean> {
    setFailure('');
    try {
      await send(`/outside/${path}`, body);
      return true;
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      return false;
    }
  }
  return { failure, act };
}
