import type { Reason } from './types';

export const imageReasons = {
  image_blob_corrupt: {
    sentence: 'The blob {digest} in the image store does not have the content its name says.',
    cure: 'Restore the store from its backup, or delete the blob and release the version again.',
    retryable: false,
  },
  image_blob_missing: {
    sentence: 'The image store has no blob {digest}.',
    cure: 'Restore the store from its backup, or release the version again.',
    retryable: false,
  },
  image_base_missing: {
    sentence: 'The base image {reference} cannot be found.',
    cure: 'Put it there, name one that is there by digest, or use the base `scratch` in the project file.',
    retryable: false,
  },
  image_base_unusable: {
    sentence: 'The base image {reference} cannot be built upon: {why}.',
    cure: 'Name an OCI or Docker image in the project file.',
    retryable: false,
  },
  image_base_outdated: {
    sentence: 'The base image {reference} is of Docker schema 1, whose digest does not cover what is in it.',
    cure: 'Pull it with a tool of today and push it again under another tag, then name that one in the project file.',
    retryable: false,
  },
  image_base_platform: {
    sentence: 'The base image {reference} is not made for {platform}: it is for {found}.',
    cure: 'Name an image, or a list of images, that has one for {platform} in the project file.',
    retryable: false,
  },
  base_rule_missing: {
    sentence:
      'No rule of serving.bases fits {version} on a target of the kind {target}, for {environment}: its model was saved by {tensorflow} and has {ops} kinds of ops.',
    cure: 'Add a rule without `when`, or one that fits, at the end of serving.bases in the project file, apply it and deploy again.',
    retryable: false,
  },
  image_file_differs: {
    sentence: 'The model file {path} is not what registration saw of it: {why}.',
    cure: 'Register the package again and deploy that version.',
    retryable: false,
  },
  image_layer_refused: {
    sentence: 'The image {image} cannot be unpacked: {why}.',
    cure: 'Build it again from its package; images made elsewhere are not run.',
    retryable: false,
  },
  image_not_built: {
    sentence: 'The parts of image {digest} are no longer in the builds area.',
    cure: 'Build again: the same package gives the same digest.',
    retryable: false,
  },
  image_tag_taken: {
    sentence: 'The tag {tag} already names another image, {digest}.',
    cure: 'Remove that tag from the image store; Steward never moves one.',
    retryable: false,
  },
  layout_invalid: {
    sentence: 'The folder {directory} is not an OCI image layout: {why}.',
    cure: 'Restore it from its backup, or choose an empty folder.',
    retryable: false,
  },
  store_missing: {
    sentence: 'The store has no package {digest}.',
    cure: 'Register the package again: the same bytes get the same digest.',
    retryable: false,
  },
  store_digest_mismatch: {
    sentence: 'The file has the digest {actual}, not {expected}.',
    cure: 'It was changed or cut off on the way; register the original again.',
    retryable: false,
  },
  store_path_taken: {
    sentence: 'The package cannot be written to {path}: something is there already.',
    cure: 'Name a path that does not exist.',
    retryable: false,
  },
  store_cannot_write: {
    sentence: 'The folder {directory} cannot be written: {why}.',
    cure: 'Free disk space, or give the folder to the user that Steward runs as; then `retry`.',
    retryable: false,
  },
  store_locked: {
    sentence: 'The lock {path} was held by another process ({holder}) for {seconds} s.',
    cure: 'Try again; if that process runs on another machine and is gone, delete the lock file.',
    retryable: true,
  },
} as const satisfies Readonly<Record<string, Reason>>;
