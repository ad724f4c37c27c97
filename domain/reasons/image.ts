import type { Reason } from './types';

export const imageReasons = {
  image_blob_corrupt: {
    sentence: 'The blob {digest} in the image store does not have the content its name says.',
    cure: 'Restore the store from its backup, or delete the blob and release the version again.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Reason>>;
