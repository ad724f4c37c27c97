import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hostConfig } from '../../../../playground/page/app/cards/host-config';

const sheet = readFileSync(path.join(__dirname, '../../../../playground/page/app/style/tokens.css'), 'utf8');

/** The colours of the block that begins with the selector. */
function colours(selector: string): ReadonlyMap<string, string> {
  const block = sheet.slice(sheet.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return new Map(
    [...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

const light = colours("[data-theme='light']");
const themes = { light, dark: new Map([...light, ...colours("[data-theme='dark']")]) };

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const nameOf = (colour: string): string => /^var\((--[\w-]+)\)$/.exec(colour)?.[1] ?? colour;

/** All pairs of a text's colour and the ground that it can stand on, by the names of the style sheet. */
const onCards = Object.values(hostConfig.containerStyles).flatMap(({ backgroundColor, foregroundColors }) =>
  Object.values(foregroundColors).flatMap((text) =>
    [text.default, text.subtle].map((one) => [nameOf(one), nameOf(backgroundColor)] as const),
  ),
);
/** What cards.css puts on each other beside that: buttons, badges, notes, what is being typed. */
const inSheet = [
  ['--on-brand', '--brand'],
  ['--on-brand', '--brand-hover'],
  ['--text', '--ground-hover'],
  ['--attention', '--attention-ground'],
  ['--good', '--good-ground'],
  ['--warning', '--warning-ground'],
  ['--accent', '--accent-ground'],
  ['--text', '--ground-3'],
  ['--text-3', '--ground-3'],
  ['--text-2', '--accent-ground'],
  ['--text-2', '--attention-ground'],
  ['--link', '--ground'],
] as const;

describe('cards: colours', () => {
  it.each(Object.entries(themes))('cards: every text can be read on every ground, %s', (_theme, known) => {
    const weak = [...onCards, ...inSheet].filter(
      ([text, ground]) => contrast(known.get(text) ?? '#808080', known.get(ground) ?? '#808080') < 4.5,
    );
    expect([...new Set(weak.map((pair) => pair.join(' on ')))]).toEqual([]);
  });

  it('cards: every colour is one that both themes define', () => {
    const names = new Set([...JSON.stringify(hostConfig).matchAll(/var\((--[\w-]+)\)/g)].map(([, name = '']) => name));
    const fonts = ['--font', '--mono'];
    expect([...names].filter((name) => !light.has(name) && !fonts.includes(name))).toEqual([]);
    expect([...names].filter((name) => !colours("[data-theme='dark']").has(name) && !fonts.includes(name))).toEqual([]);
  });
});
