import { complete, takeOption } from '../../../../playground/page/app/chat/complete';
import { commands, createOverview, createRelease } from './examples';
import { serving } from '../panel/examples';

const overview = createOverview({
  serving: serving('v9'),
  release: createRelease('waiting', 'v10'),
  alert: { name: 'a3', state: 'open', version: 'v9', raisedAt: '', acknowledged: false },
  marks: [{ kind: 'retraining', name: 't2', version: 'v10', at: '' }],
});
const known = { commands, overview };

/** `|` is the caret. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  const line = marked.replace('|', '');
  const found = complete(line, caret, known);
  return { ...found, line, inserts: found.options.map(({ insert }) => insert) };
}

/** The line after its first option, or the given one, was taken. */
function taking(marked: string, wanted?: string): string {
  const { line, options, ...rest } = at(marked);
  const option = wanted === undefined ? options[0] : options.find(({ insert }) => insert === wanted);
  if (option === undefined) throw new Error(`${wanted ?? 'nothing'} is not offered`);
  const { text, caret } = takeOption(line, { ...rest, options }, option);
  return `${text.slice(0, caret)}|${text.slice(caret)}`;
}

describe('complete: the command', () => {
  it('offers all commands for an empty line, and takes none by itself', () => {
    const { inserts, likely } = at('|');
    expect(inserts).toEqual(commands.map(({ name }) => name));
    expect(likely).toBe(-1);
  });

  it('offers the commands that begin as typed, in any case, and takes the first by Enter', () => {
    expect(at('S|')).toMatchObject({ inserts: ['set champion', 'snooze', 'status'], likely: 0 });
    expect(at('set ch|').inserts).toEqual(['set champion']);
  });

  it('lets Enter send a command that is whole', () => {
    expect(at('status|')).toMatchObject({ likely: -1, usage: 'status' });
  });

  it('finds a command by a word of what it does, but does not take it by itself', () => {
    expect(at('stop|')).toMatchObject({ inserts: ['cancel'], likely: -1 });
    expect(at('silen|').inserts).toEqual(['snooze']);
  });

  it('offers nothing for words that are no command', () => {
    expect(at('thanks, looks good|').inserts).toEqual([]);
  });

  it('puts the name in the place of what was typed of it', () => {
    expect(taking('  dep|')).toBe('  deploy |');
    expect(taking('de|ploy v9')).toBe('deploy |v9');
  });
});

describe('complete: arguments', () => {
  it('offers what the kind of the argument can be', () => {
    expect(at('register |').inserts).toEqual(['champion.zip', 'challenger.zip']);
    expect(at('snooze |').inserts).toEqual(['a3']);
    expect(at('cancel |').inserts).toEqual(['r7', 'r1', 't2']);
  });

  it('offers the champion first, then versions from the newest, each once', () => {
    expect(at('deploy |').inserts).toEqual(['champion', 'v10', 'v9']);
    expect(at('deploy v1|')).toMatchObject({ inserts: ['v10'], likely: 0 });
  });

  it('says of a version what is most worth knowing of it', () => {
    const details = at('deploy v|').options.map(({ detail }) => detail);
    expect(details).toEqual(['r7: Waiting for approval', 'serves in production']);
  });

  it('offers an announced argument with the word before it, then by itself after that word', () => {
    expect(at('deploy v9 |').inserts).toEqual(['to staging', 'to production', '-- ']);
    expect(at('deploy v9 to p|').inserts).toEqual(['production']);
    expect(taking('deploy v9 t|', 'to production')).toBe('deploy v9 to production |');
    expect(at('deploy v9 to production |').inserts).toEqual(['-- ']);
  });

  it('lets Enter send a line whose last word is whole', () => {
    expect(at('deploy v9 to production|').likely).toBe(-1);
  });

  it('offers flags and a reason only once all is there that must be', () => {
    expect(at('snooze a3 |').inserts).toEqual(['--for ', '-- ']);
    expect(at('snooze a3 --for |').inserts).toEqual([]);
    expect(at('snooze a3 --for 7d |').inserts).toContain('-- ');
  });

  it('offers the characters of the card to who decides by text', () => {
    expect(at('approve |').inserts).toEqual(['r7', 'r1']);
    expect(at('approve r7 |').options).toEqual([{ insert: '8c1f', detail: 'on the card of r7' }]);
    expect(taking('approve r7 8|')).toBe('approve r7 8c1f |');
  });

  it('leaves a reason to who writes it', () => {
    expect(at('deploy v9 -- to |').inserts).toEqual([]);
    expect(at('deploy v9 — champ|').inserts).toEqual([]);
  });

  it('completes the name of a command of two words for help', () => {
    expect(at('help set c|').inserts).toEqual(['set champion']);
    expect(taking('help set c|')).toBe('help set champion |');
  });

  it('shows how the command is written', () => {
    expect(at('deploy |').usage).toBe('deploy <version> [to <environment>] [-- <reason>]');
  });

  it('knows the words of the grammar before anything is known of the project', () => {
    const { options } = complete('deploy ', 7, { commands, overview: null });
    expect(options.map(({ insert }) => insert)).toEqual(['champion']);
  });

  it('takes an option in the middle of a line without doubling what follows', () => {
    expect(taking('deploy v| to production', 'v10')).toBe('deploy v10 |to production');
  });
});
