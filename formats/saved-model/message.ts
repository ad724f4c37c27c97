import type { Reader, Writer } from 'protobufjs/minimal';
import { type Collector, expectType, type Field, optional, plain, writeTagged } from './fields';
import { type Budget, malformed, readEnd, skip, spend, text, type Wire } from './wire';

type FieldsOf<T> = { readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>> };
type CollectorsOf<T> = { [K in keyof T]-?: Collector<Exclude<T[K], undefined>> };

export interface Message<T> extends Wire<T> {
  /** The message without a length before it, up to `end`. */
  readBody(reader: Reader, end: number, budget: Budget): T;
  /** Fields in the order of the table: equal messages give equal bytes. */
  writeBody(writer: Writer, value: T): void;
}

/**
 * A message type from a table of its fields; the compiler holds the table against `T`, so reading and writing cannot
 * drift apart. Unknown fields are skipped. With `oneOf` a second member in one message is refused: readers that differ
 * in which one they take must not see different models.
 */
export function message<T extends object>(fields: FieldsOf<T>, options: { oneOf?: boolean } = {}): Message<T> {
  const keys = Object.keys(fields) as (keyof T & string)[];
  const byNumber = new Map(keys.map((key) => [fields[key].number, key]));

  function start(): CollectorsOf<T> {
    const collectors: Partial<CollectorsOf<T>> = {};
    for (const key of keys) collectors[key] = fields[key].collect();
    return collectors as CollectorsOf<T>;
  }

  function finish(collectors: CollectorsOf<T>): T {
    const draft: Partial<T> = {};
    for (const key of keys) {
      const value = collectors[key].result();
      if (value !== undefined) draft[key] = value;
    }
    if (options.oneOf === true && Object.keys(draft).length > 1) {
      throw malformed('a value is given in two kinds at once');
    }
    return draft as T;
  }

  function readBody(reader: Reader, end: number, budget: Budget): T {
    spend(budget);
    const collectors = start();
    while (reader.pos < end) {
      const tag = reader.uint32();
      const number = tag >>> 3;
      if (number === 0) throw malformed('a field has the number 0');
      const key = byNumber.get(number);
      if (key === undefined) skip(reader, tag & 7);
      else collectors[key].take(reader, tag & 7, budget);
    }
    if (reader.pos !== end) throw malformed('a message ends inside a value');
    return finish(collectors);
  }

  function writeBody(writer: Writer, value: T): void {
    for (const key of keys) writeField(writer, key, value[key]);
  }

  function writeField<K extends keyof T & string>(writer: Writer, key: K, value: T[K]): void {
    if (value !== undefined) fields[key].write(writer, value as Exclude<T[K], undefined>);
  }

  return {
    type: 2,
    readBody,
    writeBody,
    read: (reader, budget) => readBody(reader, readEnd(reader), budget),
    write(writer, value) {
      writer.fork();
      writeBody(writer, value);
      writer.ldelim();
    },
  };
}

/** A map with text keys, written in the order of its keys' UTF-16 units so that equal maps give equal bytes. */
export function map<T>(number: number, wire: Wire<T>): Field<Readonly<Record<string, T>>> {
  const entry = message<{ key: string; value?: T }>({
    key: plain(1, text),
    value: optional(2, wire) as Field<Exclude<T, undefined>>,
  });
  return {
    number,
    collect: () => collectMap(entry),
    write(writer, members) {
      for (const key of Object.keys(members).sort()) {
        const value = members[key];
        if (value !== undefined) writeTagged(writer, number, entry, { key, value });
      }
    },
  };
}

function collectMap<T>(entry: Wire<{ key: string; value?: T }>): Collector<Readonly<Record<string, T>>> {
  // Without a prototype, so that a key such as __proto__ is a key like any other.
  const members = Object.create(null) as Record<string, T>;
  return {
    take(reader, type, budget) {
      expectType(entry, type);
      const { key, value } = entry.read(reader, budget);
      if (Object.hasOwn(members, key)) throw malformed('a map has a key twice');
      if (value === undefined) throw malformed('a map entry has no value');
      members[key] = value;
    },
    result: () => members,
  };
}
