import { reasonGroups, reasonTable } from '../../domain/reasons';
import { listRoomSources, readText } from './repository';

/** Ends a sentence: a full stop, or a detail that is a whole sentence (or a list of them) itself. */
const ended = /(\.|\{\w+\}\n?)$/;

describe('reason codes', () => {
  it.each(Object.entries(reasonTable))('reason codes: %s has a sentence and a cure for people', (code, reason) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(reason.sentence).toMatch(ended);
    expect(reason.cure).toMatch(ended);
    expect(reason.sentence).toMatch(/^[A-Z"`{]/);
    expect(reason.cure).toMatch(/^[A-Z"`{…]/);
  });

  it('reason codes: no two groups have one code', () => {
    const codes = Object.values(reasonGroups).flatMap((group) => Object.keys(group));
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });

  it('reason codes: every code is used somewhere in the program', () => {
    const program = listRoomSources()
      .filter((file) => !file.startsWith('domain/reasons/'))
      .map(readText)
      .join('\n');
    const unused = Object.keys(reasonTable).filter((code) => !new RegExp(`['"\`]${code}['"\`]`).test(program));
    expect(unused).toEqual([]);
  });
});
