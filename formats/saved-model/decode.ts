import { Reader } from 'protobufjs/minimal';
import { errorText, StewardError } from '../../domain/errors';
import { savedModel } from './messages';
import type { SavedModel } from './types';

/** Bytes of a `saved_model.pb`; frozen graphs of the models we serve have a few megabytes. */
const maxBytes = 256 * 1024 * 1024;

/** Messages, list elements and map entries of one file; the largest graphs seen have some tens of thousands. */
const maxElements = 2_000_000;

/**
 * Reads `saved_model.pb`, strictly: cut, doubled or contradictory content throws `saved_model_unreadable`, and neither
 * size nor number of elements can grow beyond fixed bounds (`saved_model_too_large`). The byte fields of the answer are
 * views into `bytes`, not copies.
 */
export function decodeSavedModel(bytes: Uint8Array, limits = { bytes: maxBytes, elements: maxElements }): SavedModel {
  if (bytes.length > limits.bytes) throw new StewardError('saved_model_too_large', { limit: `${limits.bytes} bytes` });
  const budget = { elements: limits.elements };
  try {
    return savedModel.readBody(Reader.create(bytes), bytes.length, budget);
  } catch (error) {
    if (budget.elements < 0) {
      throw new StewardError('saved_model_too_large', { limit: `${limits.elements} elements` }, { cause: error });
    }
    throw new StewardError('saved_model_unreadable', { why: describeFault(error) }, { cause: error });
  }
}

/** The reader's own words for bytes that end too early would mean nothing to people. */
function describeFault(error: unknown): string {
  return error instanceof RangeError ? 'it ends in the middle of a value' : errorText(error);
}
