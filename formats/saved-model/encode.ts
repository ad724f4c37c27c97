import { Writer } from 'protobufjs/minimal';
import { savedModel } from './messages';
import type { SavedModel } from './types';

/**
 * The bytes of `saved_model.pb`. Equal models give equal bytes on every machine: fields in the order of their table,
 * maps in the order of their keys, nothing added.
 */
export function encodeSavedModel(model: SavedModel): Uint8Array {
  const writer = Writer.create();
  savedModel.writeBody(writer, model);
  return writer.finish();
}
