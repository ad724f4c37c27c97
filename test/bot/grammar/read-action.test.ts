import { parseInvocation } from '../../../bot/grammar/parse-invocation';
import { readAction } from '../../../bot/grammar/read-action';
import { specs } from './specs';

describe('readAction', () => {
  it('makes of a button what the typed line makes', () => {
    const pressed = readAction(
      'approve',
      { release: 'r17', hash: '8c1f', reason: ' looks\n right ', revision: 3 },
      specs,
    );
    expect(pressed).toEqual(parseInvocation('approve r17 8c1f -- looks right', specs));
    const typed = parseInvocation('deploy v4 to production --dry-run --base=x', specs);
    const data = { version: 'v4', environment: 'production', 'dry-run': 'true', base: 'x', reason: '' };
    expect(readAction('deploy', data, specs)).toEqual(typed);
    expect(readAction('deploy', { ...data, 'dry-run': 'false' }, specs)).not.toEqual(typed);
  });

  it.each([
    ['a verb that is no command', 'launch', {}],
    ['a prototype name', 'approve', Object.create({ release: 'r17', reason: 'x' }) as Record<string, unknown>],
    ['a missing argument', 'approve', { reason: 'x' }],
    ['an argument of the wrong form', 'approve', { release: '../r17', reason: 'x' }],
    ['an object for a word', 'approve', { release: { a: 1 }, reason: 'x' }],
    ['a value without end', 'register', { package: 'x'.repeat(3000) }],
  ])('refuses %s', (_, verb, data) => {
    const parsed = readAction(verb, data, specs);
    expect(parsed.ok ? 'understood' : parsed.error.code).toBe('button_outdated');
  });

  it('asks for the reason that the card left empty, and refuses one without end', () => {
    const bare = readAction('approve', { release: 'r17' }, specs);
    expect(bare.ok ? 'understood' : bare.error.code).toBe('reason_missing');
    const long = readAction('approve', { release: 'r17', reason: 'x'.repeat(2001) }, specs);
    expect(long.ok ? 'understood' : long.error.code).toBe('message_too_long');
  });
});
