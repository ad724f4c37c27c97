import { createHash } from 'node:crypto';
import { giveReferences } from '../../../serving/gateway/http/references';
import { createKnownReferences } from '../../../serving/gateway/known-references';
import { newReference } from '../../../serving/gateway/new-reference';
import { refusalOf } from '../../support/refusal-of';

const rowsOf = (...inputs: string[]) =>
  inputs.map((text) => ({ inputs: text, hash: createHash('sha256').update(text).digest() }));
const give = (headers: Record<string, string>, ...inputs: string[]) => {
  const { rows, made } = giveReferences(headers, rowsOf(...inputs), () => 'made');
  return { references: rows.map(({ reference }) => reference), made };
};

describe('references', () => {
  it('references: X-Row-Ids names each row, and X-Request-Id all of a request', () => {
    expect(give({ 'x-row-ids': 'a, b%20c' }, '1', '2')).toEqual({ references: ['a', 'b c'], made: {} });
    expect(give({ 'x-request-id': 'a%20b' }, '1')).toEqual({ references: ['a%20b'], made: {} });
    expect(give({ 'x-request-id': 'a' }, '1', '2')).toEqual({ references: ['a/1', 'a/2'], made: {} });
    expect(give({ 'x-row-ids': 'r', 'x-request-id': 'a' }, '1')).toEqual({ references: ['r'], made: {} });
  });

  it('references: those that are made are told in the same headers', () => {
    expect(give({}, '1')).toEqual({ references: ['made'], made: { 'x-request-id': 'made' } });
    const made = { 'x-request-id': 'made', 'x-row-ids': 'made/1,made/2' };
    expect(give({ 'x-row-ids': ' ' }, '1', '2')).toEqual({ references: ['made/1', 'made/2'], made });
    const many = give({}, ...Array.from({ length: 3_000 }, String));
    expect(many.references.at(-1)).toBe('made/3000');
    expect(many.made).toEqual({ 'x-request-id': 'made' });
  });

  it.each([
    ['too few', { 'x-row-ids': 'a' }, 'recording_reference_count'],
    ['too many', { 'x-row-ids': 'a,b,c' }, 'recording_reference_count'],
    ['an empty one', { 'x-row-ids': 'a,' }, 'recording_reference_malformed'],
    ['a wrong escape', { 'x-row-ids': 'a,%zz' }, 'recording_reference_malformed'],
    ['a comma', { 'x-row-ids': 'a,b%2C' }, 'recording_reference_malformed'],
    ['a letter that is not ASCII', { 'x-row-ids': 'a,%C3%A4' }, 'recording_reference_malformed'],
    ['a line break', { 'x-row-ids': 'a,b%0A' }, 'recording_reference_malformed'],
    ['a long one', { 'x-request-id': 'a'.repeat(199) }, 'recording_reference_malformed'],
    ['one for two different rows', { 'x-row-ids': 'a,a' }, 'recording_reference_doubled'],
  ])('references: refuses %s', (_, headers, code) => {
    expect(refusalOf(() => give(headers, '1', '2'))).toMatchObject({ code });
  });

  it('references: the same row twice in a request is one row', () => {
    expect(give({ 'x-row-ids': 'a,a' }, '1', '1').references).toEqual(['a', 'a']);
  });

  it('references: made ones are UUIDs of version 7 in the order of their time', () => {
    const made = [1, 2 ** 40, Date.UTC(2026, 10, 3)].map((ms) => newReference(ms, (size) => Buffer.alloc(size, 0xff)));
    expect(made).toEqual([...made].sort());
    for (const one of made)
      expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('references: the newest are remembered, at least half of the limit', () => {
    const known = createKnownReferences(100);
    for (let count = 0; count < 1_000; count += 1) known.put(`r${count}`, String(count));
    for (let count = 950; count < 1_000; count += 1) expect(known.find(`r${count}`)).toBe(String(count));
    expect(known.find('r899')).toBeUndefined();
  });
});
