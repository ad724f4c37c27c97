import type { Reader, Writer } from 'protobufjs/minimal';
import { type Budget, malformed, readEnd, type Scalar, spend, type Wire } from './wire';

/** Gathers what is read of one field of one message. */
export interface Collector<T> {
  take(reader: Reader, type: number, budget: Budget): void;
  /** Undefined leaves the member out. */
  result(): T | undefined;
}

export interface Field<T> {
  readonly number: number;
  collect(): Collector<T>;
  write(writer: Writer, value: T): void;
}

export function expectType(wire: { readonly type: number }, type: number): void {
  if (wire.type !== type) throw malformed(`a field has wire type ${type} instead of ${wire.type}`);
}

function collectOne<T>(wire: Wire<T>, absent: T | undefined): Collector<T> {
  let value: T | undefined;
  return {
    take(reader, type, budget) {
      if (value !== undefined) throw malformed('a field that may come once comes twice');
      expectType(wire, type);
      value = wire.read(reader, budget);
    },
    result: () => value ?? absent,
  };
}

export function writeTagged<T>(writer: Writer, number: number, wire: Wire<T>, value: T): void {
  writer.uint32(((number << 3) | wire.type) >>> 0);
  wire.write(writer, value);
}

/** A proto3 field without presence: the empty value stands for "not there". */
export function plain<T>(number: number, wire: Scalar<T>): Field<T> {
  return {
    number,
    collect: () => collectOne(wire, wire.empty),
    write: (writer, value) => {
      if (!wire.isEmpty(value)) writeTagged(writer, number, wire, value);
    },
  };
}

/** A field with presence (a message, or a member of a oneof): written whenever it is there. */
export function optional<T>(number: number, wire: Wire<T>): Field<T> {
  return {
    number,
    collect: () => collectOne(wire, undefined),
    write: (writer, value) => writeTagged(writer, number, wire, value),
  };
}

function readPacked<T>(reader: Reader, wire: Wire<T>, values: T[], budget: Budget): void {
  const end = readEnd(reader);
  while (reader.pos < end) {
    spend(budget);
    values.push(wire.read(reader, budget));
  }
  if (reader.pos !== end) throw malformed('a packed list ends inside a value');
}

/** A repeated field; numbers are written packed and read either way, as proto3 demands. */
export function list<T>(number: number, wire: Wire<T>): Field<readonly T[]> {
  const packable = wire.type !== 2;
  return {
    number,
    collect() {
      const values: T[] = [];
      return {
        take(reader, type, budget) {
          if (packable && type === 2) return readPacked(reader, wire, values, budget);
          expectType(wire, type);
          spend(budget);
          values.push(wire.read(reader, budget));
        },
        result: () => values,
      };
    },
    write(writer, values) {
      if (values.length === 0) return;
      if (!packable) return values.forEach((value) => writeTagged(writer, number, wire, value));
      writer.uint32(((number << 3) | 2) >>> 0).fork();
      values.forEach((value) => wire.write(writer, value));
      writer.ldelim();
    },
  };
}
