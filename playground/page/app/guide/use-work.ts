import { useState } from 'preact/hooks';

export interface Work {
  readonly isBusy: boolean;
  readonly failure: string;
  readonly start: (work: () => Promise<unknown>) => void;
}

/** Something that the guide does for the visitor, and the sentence that says why it was not done. */
export function useWork(): Work {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const start = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setFailure('');
    try {
      await work();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return { isBusy, failure, start: (work) => void start(work) };
}
