import type { Reader, Writer } from 'protobufjs/minimal';

/** Counts what a file may still make us allocate; shared by everything that is read from one file. */
export interface Budget {
  /** Messages, list elements and map entries that may still be read. */
  elements: number;
}

/** How one kind of value lies on the wire. */
export interface Wire<T> {
  /** 0 varint, 1 eight bytes, 2 length-prefixed, 5 four bytes. */
  readonly type: 0 | 1 | 2 | 5;
  readonly read: (reader: Reader, budget: Budget) => T;
  readonly write: (writer: Writer, value: T) => void;
}

/** A value that is no message: proto3 does not write it when it is empty. */
export interface Scalar<T> extends Wire<T> {
  readonly empty: T;
  readonly isEmpty: (value: T) => boolean;
}

/** What is wrong with the bytes, in a few words; turned into a StewardError where the file is known. */
export function malformed(why: string, cause?: unknown): Error {
  return new Error(why, { cause });
}

export function spend(budget: Budget, elements = 1): void {
  budget.elements -= elements;
  if (budget.elements < 0) throw malformed('it holds too many elements');
}

/** The position after a length-prefixed value; never beyond the end of what is being read. */
export function readEnd(reader: Reader): number {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw malformed('a length points beyond the end');
  return end;
}

function readBytes(reader: Reader): Uint8Array {
  const end = readEnd(reader);
  const value = reader.buf.subarray(reader.pos, end);
  reader.pos = end;
  return value;
}

/** The reader gives an object for 64 bits where it finds a library for them, and a number elsewhere. */
function readInteger(reader: Reader): number {
  return Number(reader.int64());
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readText(reader: Reader): string {
  const value = readBytes(reader);
  try {
    return utf8.decode(value);
  } catch (error) {
    throw malformed('a text is not UTF-8', error);
  }
}

export const text: Scalar<string> = {
  type: 2,
  empty: '',
  isEmpty: (value) => value === '',
  read: readText,
  write: (writer, value) => void writer.string(value),
};

export const bytes: Scalar<Uint8Array> = {
  type: 2,
  empty: new Uint8Array(0),
  isEmpty: (value) => value.length === 0,
  read: readBytes,
  write: (writer, value) => void writer.bytes(value),
};

export const int32: Scalar<number> = {
  type: 0,
  empty: 0,
  isEmpty: (value) => value === 0,
  read: (reader) => reader.int32(),
  write: (writer, value) => void writer.int32(value),
};

export const int64: Scalar<number> = {
  type: 0,
  empty: 0,
  isEmpty: (value) => value === 0,
  read: readInteger,
  write: (writer, value) => void writer.int64(value),
};

export const bool: Scalar<boolean> = {
  type: 0,
  empty: false,
  isEmpty: (value) => !value,
  read: (reader) => reader.bool(),
  write: (writer, value) => void writer.bool(value),
};

/** -0 is written: it is not the default's bit pattern. */
export const float: Scalar<number> = {
  type: 5,
  empty: 0,
  isEmpty: (value) => Object.is(value, 0),
  read: (reader) => reader.float(),
  write: (writer, value) => void writer.float(value),
};

export const double: Scalar<number> = {
  type: 1,
  empty: 0,
  isEmpty: (value) => Object.is(value, 0),
  read: (reader) => reader.double(),
  write: (writer, value) => void writer.double(value),
};

/** Skips one value that we have no use for. Groups do not exist in proto3 and could nest without bound. */
export function skip(reader: Reader, type: number): void {
  if (type === 0) reader.skip();
  else if (type === 1) reader.skip(8);
  else if (type === 5) reader.skip(4);
  else if (type === 2) reader.pos = readEnd(reader);
  else throw malformed(`a field has the unknown wire type ${type}`);
}
