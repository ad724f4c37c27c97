/** A circle with initials, in one of a few pairs of colours; the bot has its own sign. */
export function Avatar({ name, isBot = false, small = false }: AvatarOf) {
  const size = small ? 'avatar avatar-small' : 'avatar';
  if (isBot) return <img class={`${size} avatar-bot`} src="/assets/icon.svg" alt="" />;
  return (
    <span class={size} data-hue={hueOf(name)} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

interface AvatarOf {
  readonly name: string;
  readonly isBot?: boolean;
  readonly small?: boolean;
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words.at(0), words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('');
}

const hues = 6;

/** 15 and 65,521 give the six people of the sample six colours. */
function hueOf(name: string): number {
  return [...name].reduce((sum, character) => (sum * 15 + (character.codePointAt(0) ?? 0)) % 65_521, 0) % hues;
}
