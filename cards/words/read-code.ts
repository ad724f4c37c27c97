import type { Inline } from '../elements/phrase';

type Words = Extract<Inline, { kind: 'text' | 'code' }>;

/** Plain text in which backticks mark what is to be typed; a backtick without a partner stays what it is. */
export function readCode(text: string): readonly Words[] {
  return text.split(/(`[^`]+`)/).flatMap((part): Words[] => {
    if (part === '') return [];
    return [/^`[^`]+`$/.test(part) ? { kind: 'code', text: part.slice(1, -1) } : { kind: 'text', text: part }];
  });
}
