import { plainCharacters } from '../../bot/plain-characters';
import { normaliseText } from '../../bot/grammar/normalise-text';

describe('plain characters', () => {
  it('leave nothing that a database or a terminal would choke on, and all that is text', () => {
    expect(plainCharacters('a\u0000b\u001b[2J\u009bc\ud800d\udfffe')).toBe('a b [2J c\ufffdd\ufffde');
    expect(plainCharacters('Zoë 😀 “quoted” – dash')).toBe('Zoë 😀 “quoted” – dash');
  });

  it('are all that a typed line is made of', () => {
    expect(normaliseText('reject r1\u0000 8c1f --\tno\ud83d')).toBe('reject r1 8c1f -- no\ufffd');
  });
});
